/// A status of an order in the CRM: webhooks name it by a code, `get_status` by a name.
///
/// The codes up to 12 are the same in all accounts that were seen; those from 13 up are an account's own (API facts,
/// section 5).
public struct FrontpadStatus: Sendable, Hashable {
    /// As the CRM wrote it.
    public let text: String

    public init(_ text: String) { self.text = text }

    private static let common: [(code: String, names: [String])] = [
        ("1", ["Новый"]), ("3", ["В производстве"]), ("12", ["Произведен", "Произведён", "Приготовлен"]),
        ("4", ["В пути"]), ("10", ["Выполнен"]), ("11", ["Списан", "Отменён", "Отменен"]),
    ]

    /// The code and the names of the same status, the text itself first.
    public var equivalents: [String] {
        let same = FrontpadStatus.common.first { status in
            status.code == text || status.names.contains { $0.lowercased() == text.lowercased() }
        }
        guard let same else { return [text] }
        return [text] + ([same.code] + same.names).filter { $0.lowercased() != text.lowercased() }
    }

    /// For a person: the name with the code where only the code came.
    public var words: String {
        guard let name = FrontpadStatus.common.first(where: { $0.code == text })?.names.first else { return text }
        return "\(name) (\(text))"
    }

    /// Whether nothing follows it: done, or written off.
    public var isFinal: Bool { equivalents.contains("10") || equivalents.contains("11") }
}

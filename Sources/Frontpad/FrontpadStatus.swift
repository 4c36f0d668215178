/// The status of an order in the CRM. Webhooks give a code, `get_status` a name.
///
/// The codes up to 12 are the same in every account seen so far; those from 13 are defined by the account (API facts,
/// section 5).
public struct FrontpadStatus: Sendable, Hashable {
    /// As the CRM wrote it.
    public let text: String

    public init(_ text: String) { self.text = text }

    private static let common: [(code: String, names: [String])] = [
        ("1", ["Новый"]), ("3", ["В производстве"]), ("12", ["Произведен", "Произведён", "Приготовлен"]),
        ("4", ["В пути"]), ("10", ["Выполнен"]), ("11", ["Списан", "Отменён", "Отменен"]),
    ]

    /// Every code and name of this status, the text itself first.
    public var equivalents: [String] {
        let same = FrontpadStatus.common.first { status in
            status.code == text || status.names.contains { $0.lowercased() == text.lowercased() }
        }
        guard let same else { return [text] }
        return [text] + ([same.code] + same.names).filter { $0.lowercased() != text.lowercased() }
    }

    /// The status in words: the known name for a code.
    public var words: String {
        guard let name = FrontpadStatus.common.first(where: { $0.code == text })?.names.first else { return text }
        return "\(name) (\(text))"
    }

    /// Whether no other status follows it: done, or written off.
    public var isFinal: Bool { equivalents.contains("10") || equivalents.contains("11") }
}

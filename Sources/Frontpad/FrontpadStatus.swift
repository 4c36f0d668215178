/// The status of an order in the CRM. Webhooks report it as a code, and `get_status` reports it as a name.
///
/// The codes up to 12 were the same in all accounts that we know. Codes from 13 are defined by each account (API
/// facts, section 5).
public struct FrontpadStatus: Sendable, Hashable {
    /// The code or the name, as the CRM wrote it.
    public let text: String

    public init(_ text: String) { self.text = text }

    private static let common: [(code: String, names: [String])] = [
        ("1", ["Новый"]), ("3", ["В производстве"]), ("12", ["Произведен", "Произведён", "Приготовлен"]),
        ("4", ["В пути"]), ("10", ["Выполнен"]), ("11", ["Списан", "Отменён", "Отменен"]),
    ]

    /// All codes and names of this status. The first element is ``text``.
    public var equivalents: [String] {
        let same = FrontpadStatus.common.first { status in
            status.code == text || status.names.contains { $0.lowercased() == text.lowercased() }
        }
        guard let same else { return [text] }
        return [text] + ([same.code] + same.names).filter { $0.lowercased() != text.lowercased() }
    }

    /// The status in words for people. If the text is a known code, the words contain its name.
    public var words: String {
        guard let name = FrontpadStatus.common.first(where: { $0.code == text })?.names.first else { return text }
        return "\(name) (\(text))"
    }

    /// Whether this is a last status. These are «Выполнен» (done) and «Списан» (written off).
    public var isFinal: Bool { equivalents.contains("10") || equivalents.contains("11") }
}

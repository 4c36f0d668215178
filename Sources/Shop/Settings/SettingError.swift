/// The reason why a text is not a valid value of a setting.
public struct SettingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong and what to enter. The text continues a sentence that begins with the setting's key.
    public let problem: String

    public init(_ problem: String) { self.problem = problem }

    /// Returns an error such as "must be a whole number from 1 to 365, not «soon»".
    static func expected(_ words: String, not text: String) -> SettingError {
        let excerpt = text.count > 40 ? text.prefix(40) + "…" : text[...]
        return SettingError("must be \(words), not «\(excerpt)»")
    }

    public var description: String { problem }
}

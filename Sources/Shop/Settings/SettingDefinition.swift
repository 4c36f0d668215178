internal import Suggestions

/// The description of a setting, whatever the type of its value. It contains the key, the default and the texts for
/// people.
public struct SettingDefinition: Sendable {
    /// The name in MODX and in the database, such as "frontpadapi_secret".
    public let key: String
    /// The default as text. It is empty if the setting has no default.
    public let defaultValue: String
    public let type: SettingType
    /// What to enter, such as "a whole number from 1 to 365".
    public let form: String
    /// A valid value.
    public let example: String
    /// The description says what the setting is, what to enter, and what happens if the setting is empty. The first
    /// sentence names the setting.
    public let description: Bilingual
    /// The advantages and disadvantages of different values.
    public let tradeoff: Bilingual?
    private let read: @Sendable (String?) throws(SettingError) -> any Sendable

    init(
        key: String, defaultValue: String, type: SettingType, form: String, example: String, description: Bilingual,
        tradeoff: Bilingual?, read: @escaping @Sendable (String?) throws(SettingError) -> any Sendable
    ) {
        self.key = key
        self.defaultValue = defaultValue
        self.type = type
        self.form = form
        self.example = example
        self.description = description
        self.tradeoff = tradeoff
        self.read = read
    }

    /// Whether the value must never be shown.
    public var isSecret: Bool { type == .password }

    /// Returns the description followed by the trade-off.
    public func explanation(_ language: Language) -> String {
        description[language] + (tradeoff.map { " " + $0[language] } ?? "")
    }

    /// - Parameter stored: the stored text, or nil if the setting is not set.
    func value(of stored: String?) throws(SettingError) -> any Sendable { try read(stored?.trimmed) }

    // MARK: - By key

    /// The prefix of every key. It comes from the MODX component of 2018, and the old names are kept.
    public static let prefix = "frontpadapi_"

    /// Every setting, grouped by area.
    public static let all: [SettingDefinition] = AllSettings.sections.flatMap(\.definitions)

    private static let byKey = Dictionary(uniqueKeysWithValues: all.map { ($0.key, $0) })

    /// - Returns: nil if no setting has this key.
    public static func named(_ key: String) -> SettingDefinition? { byKey[key] }

    /// Returns the key for a name that a person typed. The person may leave out the prefix.
    public static func key(for name: String) -> String { name.hasPrefix(prefix) ? name : prefix + name }

    /// Checks a key and its value. Returns one line that says what is wrong, or nil if both are valid. An empty value
    /// is always valid.
    public static func problem(key: String, value: String) -> String? {
        guard let definition = named(key) else { return unknown(key) }
        do throws(SettingError) {
            _ = try definition.value(of: value)
            return nil
        } catch {
            return "\(key) \(error.problem)"
        }
    }

    static func unknown(_ key: String) -> String {
        "there is no setting «\(key)»" + Suggestion.phrase(for: key, among: all.map(\.key))
    }
}

internal import Suggestions

/// What is known about a setting of any type: its key, its default, and what to tell people about it.
public struct SettingDefinition: Sendable {
    /// The name in MODX and in the database, such as "frontpadapi_secret".
    public let key: String
    /// As text; empty where there is none.
    public let defaultValue: String
    public let type: SettingType
    /// What to enter, such as "a whole number from 1 to 365".
    public let form: String
    /// A valid value.
    public let example: String
    /// What the setting is, what to enter, and what happens where it is empty. The first sentence names the setting.
    public let description: Bilingual
    /// What speaks for one value and what for another.
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

    /// The description and the trade-off.
    public func explanation(_ language: Language) -> String {
        description[language] + (tradeoff.map { " " + $0[language] } ?? "")
    }

    /// - Parameter stored: the stored text; nil where the setting is not set.
    func value(of stored: String?) throws(SettingError) -> any Sendable { try read(stored?.trimmed) }

    // MARK: - By key

    /// The prefix of every key, from the MODX component of 2018, whose names are kept.
    public static let prefix = "frontpadapi_"

    /// Every setting, grouped by area.
    public static let all: [SettingDefinition] = AllSettings.sections.flatMap(\.definitions)

    private static let byKey = Dictionary(uniqueKeysWithValues: all.map { ($0.key, $0) })

    /// - Returns: nil where no setting has this key.
    public static func named(_ key: String) -> SettingDefinition? { byKey[key] }

    /// The key for what a person typed: the prefix may be left out.
    public static func key(for name: String) -> String { name.hasPrefix(prefix) ? name : prefix + name }

    /// What is wrong with a key and its value, in one line; nil where nothing is wrong. An empty value is always valid.
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

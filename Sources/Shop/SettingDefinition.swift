internal import Suggestions

/// What a setting is: its name, its default, what it may hold, and what to tell people of it.
public struct SettingDefinition: Sendable {
    /// Under which it stands in MODX and in the database, such as "frontpadapi_secret".
    public let key: String
    /// As text; empty where an unset setting means «none».
    public let defaultValue: String
    /// Never shown.
    public let isSecret: Bool
    /// What it may look like.
    public let example: String
    public let russian: String
    public let english: String
    private let check: @Sendable (String) throws(SettingError) -> Void

    init(
        _ name: String, default defaultValue: String = "", isSecret: Bool = false, example: String, ru russian: String,
        en english: String, check: @escaping @Sendable (String) throws(SettingError) -> Void
    ) {
        key = SettingDefinition.prefix + name
        self.defaultValue = defaultValue
        self.isSecret = isSecret
        self.example = example
        self.russian = russian
        self.english = english
        self.check = check
    }

    /// Of the MODX component of 2018, whose names are kept.
    public static let prefix = "frontpadapi_"

    /// - Throws: ``SettingError``: the value cannot be one of this setting. An empty value is the default, or «none».
    public func validate(_ value: String) throws(SettingError) {
        let value = value.trimmed
        if value.isEmpty { return }
        try check(value)
    }

    /// - Returns: nil where no setting has this key.
    public static func named(_ key: String) -> SettingDefinition? { byKey[key] }

    private static let byKey = Dictionary(uniqueKeysWithValues: all.map { ($0.key, $0) })

    /// The key for what a person typed: the prefix may be left out.
    public static func key(for name: String) -> String { name.hasPrefix(prefix) ? name : prefix + name }

    /// What is wrong with a pair of key and value, in one line; nil where nothing is.
    public static func problem(key: String, value: String) -> String? {
        guard let definition = named(key) else {
            return "there is no setting «\(key)»" + Suggestion.phrase(for: key, among: all.map(\.key))
        }
        do throws(SettingError) {
            try definition.validate(value)
            return nil
        } catch {
            return "\(key) \(error.problem)"
        }
    }
}

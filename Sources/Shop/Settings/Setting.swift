/// A setting with the type of its value. Its declaration is the only place that defines its key and how its text is
/// parsed.
///
/// Each setting is declared as a property of the group for its area, such as ``SendingSettings``.
public struct Setting<Value: Sendable>: Sendable, SettingDeclaration {
    public let definition: SettingDefinition
    private let read: @Sendable (String?) throws(SettingError) -> Value

    /// The name in MODX and in the database, such as "frontpadapi_secret".
    public var key: String { definition.key }

    /// - Parameter stored: the stored text, or nil if the setting is not set.
    /// - Throws: ``SettingError`` if the text is not valid.
    public func value(of stored: String?) throws(SettingError) -> Value { try read(stored?.trimmed) }

    /// Creates a setting with a default. If the setting is missing or empty, `text` is its value.
    init(
        _ name: String, _ form: SettingForm<Value>, default text: String, example: String, ru: String, en: String,
        tradeoff: Bilingual? = nil
    ) {
        self.init(
            name, form, defaultText: text, example: example, description: Bilingual(ru: ru, en: en), tradeoff: tradeoff
        ) { stored throws(SettingError) in try form.parse(stored?.nilWhereEmpty ?? text) }
    }

    /// Creates an optional setting. If the setting is missing or empty, its value is nil.
    init<Wrapped>(
        _ name: String, _ form: SettingForm<Wrapped>, example: String, ru: String, en: String,
        tradeoff: Bilingual? = nil
    ) where Value == Wrapped? {
        self.init(
            name, form, defaultText: "", example: example, description: Bilingual(ru: ru, en: en), tradeoff: tradeoff
        ) { stored throws(SettingError) in
            guard let text = stored?.nilWhereEmpty else { return nil }
            return try form.parse(text)
        }
    }

    /// - Parameters:
    ///   - empty: the value if the stored text is empty.
    ///   - unset: the value if the setting is not set. Without this parameter, `empty` is used for this case too.
    init(
        _ name: String, _ form: SettingForm<Value>, empty: Value, unset: Value? = nil, example: String, ru: String,
        en: String, tradeoff: Bilingual? = nil
    ) {
        self.init(
            name, form, defaultText: "", example: example, description: Bilingual(ru: ru, en: en), tradeoff: tradeoff
        ) { stored throws(SettingError) in
            guard let stored else { return unset ?? empty }
            return stored.isEmpty ? empty : try form.parse(stored)
        }
    }

    private init<Form>(
        _ name: String, _ form: SettingForm<Form>, defaultText: String, example: String, description: Bilingual,
        tradeoff: Bilingual?, read: @escaping @Sendable (String?) throws(SettingError) -> Value
    ) {
        self.read = read
        definition = SettingDefinition(
            key: SettingDefinition.prefix + name, defaultValue: defaultText, type: form.type, form: form.words,
            example: example, description: description, tradeoff: tradeoff,
            read: { stored throws(SettingError) in try read(stored) })
    }
}

/// A ``Setting`` of any type.
protocol SettingDeclaration {
    var definition: SettingDefinition { get }
}

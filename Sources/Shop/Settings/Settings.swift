/// The values of all settings. Each value has its own type. For example, `settings.checkDays` is an `Int`.
///
/// The initializer parses the stored texts. An invalid stored value counts as not set, and ``problems`` names it. So
/// one invalid value does not stop a worker.
@dynamicMemberLookup
public struct Settings: Sendable {
    /// The declarations of all settings.
    public static let all = AllSettings()

    /// One line for each invalid stored row.
    public let problems: [Bilingual]
    /// The value of each setting. The keys are the keys of the settings.
    private let values: [String: any Sendable]

    /// - Parameter stored: the rows of the table `settings`.
    public init(_ stored: [String: String]) {
        var values = Settings.unset
        var problems: [Bilingual] = []
        for (key, text) in stored.sorted(by: { $0.key < $1.key }) {
            guard let definition = SettingDefinition.named(key) else {
                problems.append(Bilingual(ru: "нет настройки «\(key)»", en: SettingDefinition.unknown(key)))
                continue
            }
            do throws(SettingError) {
                values[key] = try definition.value(of: text)
            } catch {
                // The English text alone says what is expected. The list of the settings says it in both languages.
                problems.append(
                    Bilingual(
                        ru: "значение настройки \(key) не подходит и не действует (что подходит, показывает "
                            + "frontpad-queue settings list)",
                        en: "\(key) \(error.problem)"))
            }
        }
        self.values = values
        self.problems = problems
    }

    /// The values of all settings if nothing is stored.
    private static let unset: [String: any Sendable] = {
        var values: [String: any Sendable] = [:]
        for definition in SettingDefinition.all {
            do throws(SettingError) {
                values[definition.key] = try definition.value(of: nil)
            } catch {
                preconditionFailure("the default of \(definition.key) \(error.problem)")
            }
        }
        return values
    }()

    public subscript<Value>(setting: Setting<Value>) -> Value {
        guard let stored = values[setting.key], let value = stored as? Value else {
            // This cannot happen. The key and the type come from the same declaration, and every declaration is in the
            // list.
            preconditionFailure("\(setting.key) has no value of its type")
        }
        return value
    }

    // `settings.checkDays` is short for `settings[Settings.all.statuses.checkDays]`.

    public subscript<Value>(dynamicMember path: KeyPath<ConnectionSettings, Setting<Value>>) -> Value {
        self[Settings.all.connection[keyPath: path]]
    }
    public subscript<Value>(dynamicMember path: KeyPath<LimitSettings, Setting<Value>>) -> Value {
        self[Settings.all.limits[keyPath: path]]
    }
    public subscript<Value>(dynamicMember path: KeyPath<SendingSettings, Setting<Value>>) -> Value {
        self[Settings.all.sending[keyPath: path]]
    }
    public subscript<Value>(dynamicMember path: KeyPath<MappingSettings, Setting<Value>>) -> Value {
        self[Settings.all.mapping[keyPath: path]]
    }
    public subscript<Value>(dynamicMember path: KeyPath<StatusSettings, Setting<Value>>) -> Value {
        self[Settings.all.statuses[keyPath: path]]
    }
    public subscript<Value>(dynamicMember path: KeyPath<ProductSettings, Setting<Value>>) -> Value {
        self[Settings.all.products[keyPath: path]]
    }
    public subscript<Value>(dynamicMember path: KeyPath<MailSettings, Setting<Value>>) -> Value {
        self[Settings.all.mail[keyPath: path]]
    }
    public subscript<Value>(dynamicMember path: KeyPath<ShopSettings, Setting<Value>>) -> Value {
        self[Settings.all.shop[keyPath: path]]
    }
}

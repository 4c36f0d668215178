/// The values of all settings, each of its own type: `settings.checkDays` is an `Int`.
///
/// The stored texts are parsed once, in the initializer. A stored value that is not valid counts as not set, and
/// ``problems`` names it: a worker goes on with what it can use.
@dynamicMemberLookup
public struct Settings: Sendable {
    /// The declarations.
    public static let all = AllSettings()

    /// One line for each stored row that cannot be used.
    public let problems: [String]
    /// A value for each setting, by key.
    private let values: [String: any Sendable]

    /// - Parameter stored: the rows of the table `settings`.
    public init(_ stored: [String: String]) {
        var values = Settings.unset
        var problems: [String] = []
        for (key, text) in stored.sorted(by: { $0.key < $1.key }) {
            guard let definition = SettingDefinition.named(key) else {
                problems.append(SettingDefinition.unknown(key))
                continue
            }
            do throws(SettingError) {
                values[key] = try definition.value(of: text)
            } catch {
                problems.append("\(key) \(error.problem)")
            }
        }
        self.values = values
        self.problems = problems
    }

    /// The values where nothing is stored.
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
            // Key and type come from one declaration, and every declaration is in the list.
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

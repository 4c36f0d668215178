/// All settings, grouped by area.
///
/// To add a setting, declare it as a property of one of these groups. ``sections`` finds the properties by reflection.
/// Every setting is therefore listed, checked and documented automatically.
public struct AllSettings: Sendable {
    public let connection = ConnectionSettings()
    public let limits = LimitSettings()
    public let sending = SendingSettings()
    public let mapping = MappingSettings()
    public let statuses = StatusSettings()
    public let products = ProductSettings()
    public let mail = MailSettings()
    public let shop = ShopSettings()

    /// The settings of one area, in the order in which they are declared.
    public struct Section: Sendable {
        public let area: SettingArea
        public let definitions: [SettingDefinition]

        fileprivate init(_ group: Any) {
            guard let group = group as? any SettingGroup else { preconditionFailure("\(group) is not a SettingGroup") }
            area = type(of: group).area
            definitions = Mirror(reflecting: group).children.map { child in
                guard let setting = child.value as? any SettingDeclaration else {
                    preconditionFailure("\(child.label ?? "") in \(type(of: group)) is not a Setting")
                }
                return setting.definition
            }
        }
    }

    public static let sections: [Section] = Mirror(reflecting: Settings.all).children.map { Section($0.value) }
}

/// The declarations of one area. Each stored property is a ``Setting``.
protocol SettingGroup {
    static var area: SettingArea { get }
}

/// The language of the texts for the shop's manager.
public enum Language: String, Sendable, CaseIterable {
    case ru
    case en
}

extension SettingForm where Value == Language {
    static var language: SettingForm {
        .choice(Language.allCases.map(\.rawValue)) { text in Language(rawValue: text) }
    }
}

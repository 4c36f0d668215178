/// A text in Russian and in English.
public struct Bilingual: Sendable, Hashable {
    public let ru: String
    public let en: String

    public init(ru: String, en: String) {
        self.ru = ru
        self.en = en
    }

    public subscript(language: Language) -> String {
        switch language {
        case .ru: ru
        case .en: en
        }
    }
}

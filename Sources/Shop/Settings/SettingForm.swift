/// How the text of a setting becomes a value.
struct SettingForm<Value: Sendable>: Sendable {
    /// The control that edits the setting on a settings screen.
    let type: SettingType
    /// What to enter, such as "a whole number from 1 to 365". The reference shows it, and an error message says
    /// "must be" before it.
    let words: String
    /// Reads a text that is trimmed and not empty.
    let parse: @Sendable (String) throws(SettingError) -> Value

    /// A form that can say more about a wrong text than ``words`` do.
    init(
        _ type: SettingType, _ words: String, parse: @escaping @Sendable (String) throws(SettingError) -> Value
    ) {
        self.type = type
        self.words = words
        self.parse = parse
    }

    /// - Parameters:
    ///   - quotesValue: whether the error message may repeat the text; false where it can hold a secret.
    ///   - read: returns nil for a text that does not have this form.
    init(_ type: SettingType, _ words: String, quotesValue: Bool = true, read: @escaping @Sendable (String) -> Value?) {
        self.init(type, words) { text throws(SettingError) in
            if let value = read(text) { return value }
            throw quotesValue ? .expected(words, not: text) : SettingError("must be \(words)")
        }
    }

    /// The same text, as another value.
    func map<Other: Sendable>(_ transform: @escaping @Sendable (Value) -> Other) -> SettingForm<Other> {
        SettingForm<Other>(type, words) { [parse] text throws(SettingError) in transform(try parse(text)) }
    }
}

extension SettingForm where Value == [String] {
    /// A list whose elements are not checked.
    static func list(of words: String, atMost count: Int = .max) -> SettingForm {
        SettingForm(.text, words) { text in
            let items = SettingList.items(text)
            return items.isEmpty || items.count > count ? nil : items
        }
    }
}

/// Splits a text into the elements of a list.
enum SettingList {
    /// The elements between commas or line breaks, trimmed. Empty ones are left out.
    static func items(_ text: String) -> [String] {
        text.split { $0 == "," || $0.isNewline }.map { String($0).trimmed }.filter { !$0.isEmpty }
    }
}

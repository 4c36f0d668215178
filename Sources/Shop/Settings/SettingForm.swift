/// The form of a setting's text. It knows how to turn the text into a value.
struct SettingForm<Value: Sendable>: Sendable {
    /// The control that edits the setting on a settings screen.
    let type: SettingType
    /// What to enter, such as "a whole number from 1 to 365". The reference shows these words. Error messages put
    /// "must be" before them.
    let words: String
    /// Turns a text into a value. The text must be trimmed and not empty.
    let parse: @Sendable (String) throws(SettingError) -> Value

    /// Creates a form with its own error messages.
    init(
        _ type: SettingType, _ words: String, parse: @escaping @Sendable (String) throws(SettingError) -> Value
    ) {
        self.type = type
        self.words = words
        self.parse = parse
    }

    /// - Parameters:
    ///   - quotesValue: whether the error message may repeat the text. It must be false if the text can contain a
    ///     secret.
    ///   - read: returns nil for a text that does not have this form.
    init(_ type: SettingType, _ words: String, quotesValue: Bool = true, read: @escaping @Sendable (String) -> Value?) {
        self.init(type, words) { text throws(SettingError) in
            if let value = read(text) { return value }
            throw quotesValue ? .expected(words, not: text) : SettingError("must be \(words)")
        }
    }

    /// Returns a form that accepts the same texts and turns them into values of another type.
    func map<Other: Sendable>(_ transform: @escaping @Sendable (Value) -> Other) -> SettingForm<Other> {
        SettingForm<Other>(type, words) { [parse] text throws(SettingError) in transform(try parse(text)) }
    }
}

extension SettingForm where Value == [String] {
    /// A list that accepts any elements.
    static func list(of words: String, atMost count: Int = .max) -> SettingForm {
        SettingForm(.text, words) { text in
            let items = SettingList.items(text)
            return items.isEmpty || items.count > count ? nil : items
        }
    }
}

/// Splits a text into the elements of a list.
enum SettingList {
    /// Splits the text at commas and line breaks. The elements are trimmed, and empty elements are left out.
    static func items(_ text: String) -> [String] {
        text.split { $0 == "," || $0.isNewline }.map { String($0).trimmed }.filter { !$0.isEmpty }
    }
}

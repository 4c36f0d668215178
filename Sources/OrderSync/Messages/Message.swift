internal import Shop

/// A text for people in Russian and English. All messages for a shop's manager are functions or constants in this
/// folder. Each has its Russian and its English text side by side.
///
/// The initializer inserts non-breaking spaces. They keep № and No. together with the number, and they keep × and —
/// away from the beginning of a line.
struct Message: Sendable, Hashable {
    let ru: String
    let en: String

    init(ru: String, en: String) {
        self.ru = Message.bound(ru)
        self.en = Message.bound(en)
    }

    subscript(language: Language) -> String {
        switch language {
        case .ru: ru
        case .en: en
        }
    }

    /// The text with spaces instead of non-breaking spaces, for a screen. People search a screen with grep, and grep
    /// does not treat non-breaking spaces as spaces.
    var plain: Bilingual {
        Bilingual(ru: ru.replacing("\u{A0}", with: " "), en: en.replacing("\u{A0}", with: " "))
    }

    static let empty = Message(ru: "", en: "")

    static func + (left: Message, right: Message) -> Message {
        Message(ru: left.ru + right.ru, en: left.en + right.en)
    }

    static func + (left: Message, right: String) -> Message {
        Message(ru: left.ru + right, en: left.en + right)
    }

    /// The same text with a small first letter, so that it can follow a comma.
    var inSentence: Message {
        Message(
            ru: ru.prefix(1).lowercased() + ru.dropFirst(), en: en.prefix(1).lowercased() + en.dropFirst())
    }

    private static func bound(_ text: String) -> String {
        var result: [Character] = []
        let characters = Array(text)
        for (index, character) in characters.enumerated() {
            guard character == " ", index > 0, index + 1 < characters.count else {
                result.append(character)
                continue
            }
            let isBound =
                characters[index - 1] == "№" || characters[index - 1] == "×"
                || ["×", "—"].contains(characters[index + 1])
                || (index > 2 && characters[(index - 3)..<index] == ["N", "o", "."])
            result.append(isBound ? "\u{A0}" : " ")
        }
        return String(result)
    }
}

extension [Message] {
    func joined(separator: String) -> Message {
        Message(ru: map(\.ru).joined(separator: separator), en: map(\.en).joined(separator: separator))
    }
}

extension Int {
    /// Returns the number with the right Russian plural, such as «1 заказ», «2 заказа» or «5 заказов», with a
    /// non-breaking space.
    public func russian(_ one: String, _ few: String, _ many: String) -> String {
        let (last, lastTwo) = (magnitude % 10, magnitude % 100)
        let isTeen = (11...14).contains(lastTwo)
        let word = !isTeen && last == 1 ? one : !isTeen && (2...4).contains(last) ? few : many
        return "\(self)\u{A0}\(word)"
    }

    /// Returns the number with the right English plural, such as "1 order" or "2 orders", with a non-breaking space.
    func english(_ one: String, _ many: String) -> String { "\(self)\u{A0}\(magnitude == 1 ? one : many)" }
}

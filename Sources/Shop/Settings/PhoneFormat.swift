/// The form in which a phone number is sent to Frontpad. Frontpad finds a client only by exactly the same text (API
/// facts, section 5, "Phone mask").
public enum PhoneFormat: Sendable, Hashable {
    /// The number is sent as the buyer wrote it.
    case asGiven
    /// Only the digits are sent. A Russian number begins with 7.
    case digits
    /// The number is sent in the form of a mask, where each `#` stands for a digit. If the mask has one `#` less than
    /// the number has digits, the leading 7 of the number is dropped. So "7 (###) ###-##-##" and "+7##########" both
    /// work.
    case mask(String)

    /// - Parameter text: "as_given", "digits", or a mask with at least one `#`.
    public init?(_ text: String) {
        switch text {
        case "as_given", "": self = .asGiven
        case "digits": self = .digits
        default:
            guard text.contains("#") else { return nil }
            self = .mask(text)
        }
    }

    /// Returns a phone number in this form. If the text is not exactly one complete number, the text stays as the
    /// buyer wrote it. A person may understand it, while a guessed number could belong to somebody else. A foreign
    /// number that does not fit the mask becomes digits only.
    public func format(_ phone: String) -> String {
        let given = phone.trimmed
        switch self {
        case .asGiven: return given
        case .digits: return PhoneNumber(given)?.digits ?? given
        case .mask(let mask): return PhoneNumber(given).map { filled(mask, with: $0) ?? $0.digits } ?? given
        }
    }

    /// Whether a phone number can be written in the form of the setting. The result is true if the setting requires no
    /// form.
    public func fits(_ phone: String) -> Bool {
        switch self {
        case .asGiven: true
        case .digits: PhoneNumber(phone.trimmed) != nil
        case .mask(let mask): PhoneNumber(phone.trimmed).flatMap { filled(mask, with: $0) } != nil
        }
    }

    /// Returns the mask filled with the number, or nil if the number of digits does not fit the mask.
    private func filled(_ mask: String, with number: PhoneNumber) -> String? {
        let places = mask.count { $0 == "#" }
        // The mask itself may contain the country code, as in "+375 (##) ###-##-##".
        let prefix = mask.prefix { $0 != "#" }.filter { $0.isASCII && $0.isNumber }
        var digits = number.digits
        if digits.count == places + 1, digits.first == "7", number.isRussian {
            digits.removeFirst()
        } else if !prefix.isEmpty, digits.count == places + prefix.count, digits.hasPrefix(prefix) {
            digits.removeFirst(prefix.count)
        } else if !prefix.isEmpty, !number.isRussian {
            return nil
        }
        guard digits.count == places else { return nil }
        var next = digits.startIndex
        return String(
            mask.map { character in
                guard character == "#" else { return character }
                defer { next = digits.index(after: next) }
                return digits[next]
            })
    }
}

/// A single phone number, parsed from a text that contains nothing else.
struct PhoneNumber: Sendable, Hashable {
    /// The digits, with the country code if it is known.
    let digits: String
    let isRussian: Bool

    /// - Returns: nil if the text contains letters, an extension, a second number or the placeholders of an input
    ///   mask. Also nil if the text is neither a complete Russian number nor a foreign number with a plus sign.
    init?(_ text: String) {
        guard text.allSatisfy({ $0.isASCII && ($0.isNumber || "+()-. ".contains($0)) || $0 == "\u{A0}" }),
            text.dropFirst().allSatisfy({ $0 != "+" })
        else { return nil }
        let digits = text.filter { $0.isASCII && $0.isNumber }
        let hasPlus = text.hasPrefix("+")
        let first = digits.first ?? "0"
        if digits.count == 11, first == "7" || (first == "8" && !hasPlus) {
            self.init(digits: "7" + digits.dropFirst(), isRussian: true)
        } else if digits.count == 10, first == "9", !hasPlus {
            self.init(digits: "7" + digits, isRussian: true)
        } else if digits.count == 10, "348".contains(first), !hasPlus {
            // Russian area codes begin with these digits.
            self.init(digits: digits, isRussian: true)
        } else if hasPlus, (8...15).contains(digits.count), first != "7", first != "0" {
            self.init(digits: digits, isRussian: false)
        } else {
            return nil
        }
    }

    private init(digits: String, isRussian: Bool) {
        self.digits = digits
        self.isRussian = isRussian
    }
}

extension SettingForm where Value == PhoneFormat {
    static var phoneFormat: SettingForm {
        SettingForm(.text, "as_given, digits, or a mask with # for each digit") { text in PhoneFormat(text) }
    }
}

/// How a phone number is written for Frontpad, which finds a client only by exactly the same text (API facts, section 5,
/// "Phone mask").
public enum PhoneFormat: Sendable, Hashable {
    /// As the buyer wrote it.
    case asGiven
    /// Digits only. A Russian number begins with 7.
    case digits
    /// Each `#` is a digit. The leading 7 of a number is dropped where the mask has one digit fewer, so that
    /// "7 (###) ###-##-##" and "+7##########" both work.
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

    /// A text that is not one whole number goes as the buyer wrote it: a person can make sense of it, and another number
    /// would be somebody else's. A foreign number becomes its digits.
    public func format(_ phone: String) -> String {
        let given = phone.trimmed
        switch self {
        case .asGiven: return given
        case .digits: return PhoneNumber(given)?.digits ?? given
        case .mask(let mask): return PhoneNumber(given).map { filled(mask, with: $0) ?? $0.digits } ?? given
        }
    }

    /// Whether a phone has the form of the setting; true where the setting asks for none.
    public func fits(_ phone: String) -> Bool {
        switch self {
        case .asGiven: true
        case .digits: PhoneNumber(phone.trimmed) != nil
        case .mask(let mask): PhoneNumber(phone.trimmed).flatMap { filled(mask, with: $0) } != nil
        }
    }

    /// nil where the number has more or fewer digits than the mask has places.
    private func filled(_ mask: String, with number: PhoneNumber) -> String? {
        let places = mask.count { $0 == "#" }
        // The country's code may stand in the mask itself, as in "+375 (##) ###-##-##".
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

/// One telephone number, read from a text that holds nothing else.
struct PhoneNumber: Sendable, Hashable {
    /// With the country's code where it is known.
    let digits: String
    let isRussian: Bool

    /// - Returns: nil for a text with letters, an extension, a second number or unfilled places, and for a number that is
    ///   neither a whole Russian one nor, with a plus, a foreign one.
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

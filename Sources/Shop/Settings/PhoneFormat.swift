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

    /// A number that does not fit the mask becomes its digits. A text without digits stays as it is: a person can still
    /// make sense of it.
    public func format(_ phone: String) -> String {
        let trimmed = phone.drop { $0.isWhitespace }
        let digits = PhoneFormat.normalizedDigits(phone)
        switch self {
        case .asGiven: return String(trimmed)
        case .digits: return digits.isEmpty ? String(trimmed) : digits
        case .mask(let mask):
            let places = mask.count { $0 == "#" }
            var number = digits
            // The mask has the country's 7 itself.
            if number.count == places + 1, number.first == "7" { number.removeFirst() }
            guard number.count == places else { return digits.isEmpty ? String(trimmed) : digits }
            var next = number.startIndex
            return String(
                mask.map { character in
                    guard character == "#" else { return character }
                    defer { next = number.index(after: next) }
                    return number[next]
                })
        }
    }

    /// The digits of a phone number. A Russian number, which is 8 and ten digits or ten digits that begin with 9, gets 7
    /// before its last ten digits.
    static func normalizedDigits(_ phone: String) -> String {
        let digits = phone.filter { $0.isASCII && $0.isNumber }
        if digits.count == 11, digits.first == "8", !phone.contains("+") { return "7" + digits.dropFirst() }
        if digits.count == 10, digits.first == "9" { return "7" + digits }
        return digits
    }
}

extension SettingForm where Value == PhoneFormat {
    static var phoneFormat: SettingForm {
        SettingForm(.text, "as_given, digits, or a mask with # for each digit") { text in PhoneFormat(text) }
    }
}

/// How a phone is written for the CRM. Frontpad looks clients up by the very same text, so one account needs one form
/// (API facts, section 5, "Phone mask").
public enum PhoneFormat: Sendable, Hashable {
    /// As the buyer wrote it.
    case asGiven
    /// Digits only; a Russian number begins with 7.
    case digits
    /// Each `#` takes a digit of the number from the right; what is left over of a leading 7 is dropped, so that both
    /// "7 (###) ###-##-##" and "+7##########" fit.
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

    /// A number that does not fill the mask becomes its digits, and a text without any digit stays as it was given: a
    /// wrong phone is still better read by a person than lost.
    public func format(_ phone: String) -> String {
        let trimmed = phone.drop { $0.isWhitespace }
        let digits = PhoneFormat.normalizedDigits(phone)
        switch self {
        case .asGiven: return String(trimmed)
        case .digits: return digits.isEmpty ? String(trimmed) : digits
        case .mask(let mask):
            let places = mask.count { $0 == "#" }
            var number = digits
            // The country's 7 is in the mask itself.
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

    /// The digits; 8 and ten digits, or ten digits that begin with 9, are a Russian number: 7 and the ten.
    static func normalizedDigits(_ phone: String) -> String {
        let digits = phone.filter { $0.isASCII && $0.isNumber }
        if digits.count == 11, digits.first == "8", !phone.contains("+") { return "7" + digits.dropFirst() }
        if digits.count == 10, digits.first == "9" { return "7" + digits }
        return digits
    }
}

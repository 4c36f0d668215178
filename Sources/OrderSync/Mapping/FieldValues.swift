internal import Frontpad
internal import Shop

/// Collects the fields of a request that have a single value. If the CRM would cut, refuse or misread a value, the
/// value is cut or left out here, and a notice is added.
struct FieldValues: Sendable {
    private(set) var values: [NewOrder.Field: String] = [:]
    private(set) var notices: [OrderNotice] = []
    private let now: Int64
    private let zone: Zone

    /// - Parameters:
    ///   - now: the current time in milliseconds since 1970.
    ///   - zone: the kitchen's time zone.
    init(now: Int64, zone: Zone) {
        self.now = now
        self.zone = zone
    }

    /// Sets a field and removes the notices about its former value. If the text is nil or empty, the field keeps its
    /// former value.
    mutating func set(_ field: NewOrder.Field, _ text: String?) {
        guard let text = text.map(FieldValues.oneLine), !text.isEmpty else { return }
        notices.removeAll { $0.field == field }
        values[field] = nil
        switch field {
        case .datetime: setTime(text)
        case .sale: setNumber(field, text, in: 1...100)
        case .person: setNumber(field, text, in: 1...99)
        case .score, .saleAmount: setAmount(field, text)
        case .card: setCard(text)
        case .mail, .certificate, .hookURL, .pay, .channel, .affiliate, .point: setWhole(field, text)
        case .street, .home, .pod, .et, .apart, .phone, .descr, .name: setCut(field, text)
        }
    }

    /// Adds a notice about a value that was set.
    mutating func tell(_ notice: OrderNotice) { notices.append(notice) }

    /// The CRM accepts only one kind of discount. The percentage is kept, because it stays right if the kitchen
    /// changes the order.
    mutating func settleDiscounts() {
        guard values[.sale] != nil, let amount = values[.saleAmount] else { return }
        values[.saleAmount] = nil
        notices.append(.twoDiscounts(saleAmount: amount))
    }

    private mutating func setCut(_ field: NewOrder.Field, _ text: String) {
        guard let limit = field.limit, text.unicodeScalars.count > limit else {
            values[field] = text
            return
        }
        // «подъезд 3» becomes 3. Without this rule it would be cut to «по».
        if field == .pod || field == .et, let number = FieldValues.onlyNumber(in: text), number.count <= limit {
            values[field] = number
            return
        }
        values[field] = String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit)))
        notices.append(.cut(field, limit: limit, whole: text))
    }

    /// Sets a field that must not be cut. A part of such a value would be another address or number.
    private mutating func setWhole(_ field: NewOrder.Field, _ text: String) {
        if let limit = field.limit, text.unicodeScalars.count > limit {
            notices.append(.leftOut(field, value: text, .tooLong))
        } else {
            values[field] = text
        }
    }

    private mutating func setNumber(_ field: NewOrder.Field, _ text: String, in range: ClosedRange<Int>) {
        // Some shops store a whole number as "2.0".
        guard let amount = Money(text), amount.kopecks % 100 == 0, let number = Int(exactly: amount.kopecks / 100),
            number == 0 || range.contains(number)
        else {
            notices.append(.leftOut(field, value: text, .notANumber))
            return
        }
        if number != 0 { values[field] = String(number) }
    }

    private mutating func setAmount(_ field: NewOrder.Field, _ text: String) {
        let plain = text.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard plain, let amount = Money(text) else {
            notices.append(.leftOut(field, value: text, .notANumber))
            return
        }
        guard amount > .zero else { return }
        values[field] = amount.text
    }

    /// Sets the card number. The API accepts «Положительное, целое число до 16 знаков».
    private mutating func setCard(_ text: String) {
        let digits = text.filter { $0 != " " && $0 != "-" }
        let isCard = digits.count <= 16 && digits.allSatisfy { $0.isASCII && $0.isNumber }
        if isCard { values[.card] = digits } else { notices.append(.leftOut(.card, value: text, .notANumber)) }
    }

    private mutating func setTime(_ text: String) {
        let time: LocalTime
        switch PreOrderTime(text) {
        case .time(let found): time = found
        case .dayOnly:
            notices.append(.leftOut(.datetime, value: text, .noTime))
            return
        case .unreadable:
            notices.append(.leftOut(.datetime, value: text, .notATime))
            return
        }
        let moment = time.milliseconds(in: zone)
        if moment <= now {
            notices.append(.leftOut(.datetime, value: text, .past))
        } else if moment > now + NewOrder.maxAdvanceMilliseconds {
            notices.append(.leftOut(.datetime, value: text, .tooFarAhead))
        } else {
            values[.datetime] = time.text
        }
    }

    /// Returns the only number in a text, or nil if the text contains no number or several numbers.
    private static func onlyNumber(in text: String) -> String? {
        let numbers = text.split { !($0.isASCII && $0.isNumber) }
        return numbers.count == 1 ? String(numbers[0]) : nil
    }

    /// Turns a text into one line, because the CRM's form fields have one line. Control characters are dropped. A
    /// program behind the API may cut the text at NUL, and a receipt printer obeys ESC.
    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: { $0.isNewline || $0 == "\t" })
            .map { String(String.UnicodeScalarView($0.unicodeScalars.filter { !isControl($0) }))[...].trimmingSpaces }
            .filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// Whether a character is dropped. These are the C0 and C1 control characters, marks that change the direction of
    /// text, and invisible characters. The joiner inside emoji is kept.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0xAD, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF: true
        default: false
        }
    }
}

extension OrderNotice {
    /// The field that the notice is about, or nil if it is not about a field.
    fileprivate var field: NewOrder.Field? {
        switch self {
        case .cut(let field, _, _), .leftOut(let field, _, _): field
        case .phoneAsGiven: .phone
        case .twoDiscounts, .modificationWithoutArticle, .modificationMissing, .deliveryWithoutArticle, .sumsDiffer,
            .priceUnknown, .article:
            nil
        }
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }
}

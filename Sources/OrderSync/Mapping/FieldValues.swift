internal import Frontpad
internal import Shop

/// Collects the single-valued fields of a request. A value that the CRM would cut, refuse or misread is cut or left out
/// here, with a notice.
struct FieldValues: Sendable {
    private(set) var values: [NewOrder.Field: String] = [:]
    private(set) var notices: [OrderNotice] = []
    private let now: Int64
    private let zone: Zone

    /// - Parameters:
    ///   - now: milliseconds since 1970.
    ///   - zone: the kitchen's time zone.
    init(now: Int64, zone: Zone) {
        self.now = now
        self.zone = zone
    }

    /// Sets a field; nil keeps its value. Notices about the former value are dropped.
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

    /// The CRM accepts one kind of discount. The percentage stays: it remains right when the kitchen changes the order.
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
        values[field] = String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit)))
        notices.append(.cut(field, limit: limit, whole: text))
    }

    /// Half of such a value would be another address or number.
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

    /// «Положительное, целое число до 16 знаков».
    private mutating func setCard(_ text: String) {
        let digits = text.filter { $0 != " " && $0 != "-" }
        let isCard = digits.count <= 16 && digits.allSatisfy { $0.isASCII && $0.isNumber }
        if isCard { values[.card] = digits } else { notices.append(.leftOut(.card, value: text, .notANumber)) }
    }

    private mutating func setTime(_ text: String) {
        guard let time = LocalTime(text) else {
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

    /// The CRM's form fields have one line.
    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: { $0.isNewline || $0 == "\t" }).map { $0.trimmingSpaces }
            .filter { !$0.isEmpty }.joined(separator: " ")
    }
}

extension OrderNotice {
    /// The field of the notice.
    fileprivate var field: NewOrder.Field? {
        switch self {
        case .cut(let field, _, _), .leftOut(let field, _, _): field
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

internal import Frontpad
internal import Shop

/// A request that is ready to be sent, with notices about it.
struct MappedOrder: Sendable, Hashable {
    var order: NewOrder
    /// The name of each line of the request. The CRM's warnings identify a line by its index, so the index must lead
    /// to the name.
    var lineNames: [String]
    /// The price of one piece of each line in the shop, including modifiers. It is nil if the line has no price there.
    var linePrices: [Money?] = []
    /// The sum that the buyer agreed to pay, or nil if the document has none.
    var shopSum: Money?
    /// The discount that was computed from the shop's sums and added to the request.
    var discount: Money?
    var notices: [OrderNotice]
}

/// Turns an order document into a `new_order` request. Sources: the design's table, API facts sections 2 and 9.
struct OrderMapper: Sendable {
    enum Result: Sendable, Hashable {
        case request(MappedOrder)
        case refused([OrderProblem])
    }

    private let settings: Settings
    /// The current time in milliseconds since 1970.
    private let now: Int64

    init(settings: Settings, now: Int64) {
        self.settings = settings
        self.now = now
    }

    func map(_ document: OrderDocument) -> Result {
        var lines = OrderLines()
        for (index, line) in document.lines.enumerated() { lines.add(line, number: index + 1) }
        if document.lines.isEmpty { lines.problems.append(.noProducts) }
        guard lines.problems.isEmpty else { return .refused(lines.problems) }
        addDelivery(of: document, to: &lines)
        var fields = FieldValues(now: now, zone: zone(of: document))
        fillAddress(of: document, into: &fields)
        fillCodes(of: document, into: &fields)
        for pair in settings.additionalFields {
            guard let field = NewOrder.Field(rawValue: pair.crm) else { continue }
            fields.set(field, value(of: field, named: pair.shop, in: document))
        }
        fields.settleDiscounts()
        let order = NewOrder(
            products: lines.products, fields: fields.values, tags: Array(settings.tags.prefix(NewOrder.maxTags)),
            hookStatuses: settings.hookStatuses.prefix(NewOrder.maxHookStatuses).map(String.init))
        return .request(
            MappedOrder(
                order: order, lineNames: lines.names, linePrices: lines.prices, shopSum: document.amount("cost"),
                notices: lines.notices + fields.notices))
    }

    /// - Parameter name: the name of one field, or several names with a plus between them, such as a day and an
    ///   interval.
    private func value(of field: NewOrder.Field, named name: String, in document: OrderDocument) -> String? {
        if NewOrder.Field.ofMoney.contains(field) { return document.computedValue(named: name) }
        var values = name.split(separator: "+").compactMap { document.value(named: String($0).trimmed) }
        // If the shop adds a note of its own, the customer's comment is kept too.
        if field == .descr, let comment = document.address("comment"), !values.contains(comment) {
            values.insert(comment, at: 0)
        }
        return values.isEmpty ? nil : values.joined(separator: field == .datetime ? " " : "; ")
    }

    /// Returns the time of a pre-order in milliseconds since 1970, or nil if the order is not a pre-order.
    func preOrderTime(of document: OrderDocument) -> Int64? {
        guard let pair = settings.additionalFields.first(where: { $0.crm == NewOrder.Field.datetime.rawValue }),
            let text = value(of: .datetime, named: pair.shop, in: document),
            case .time(let time) = PreOrderTime(text)
        else { return nil }
        return time.milliseconds(in: zone(of: document))
    }

    /// The kitchen's time zone.
    private func zone(of document: OrderDocument) -> Zone { settings.timezone ?? document.timezone ?? .machine }

    private func fillAddress(of document: OrderDocument, into fields: inout FieldValues) {
        fields.set(.name, document.address("receiver"))
        if let phone = document.address("phone") {
            fields.set(.phone, settings.phoneFormat.format(phone))
            if !settings.phoneFormat.fits(phone) {
                fields.tell(.phoneAsGiven(end: "…\(phone.filter(\.isNumber).suffix(4))"))
            }
        }
        fields.set(.mail, document.email)
        let street = settings.streetFields.compactMap { document.address($0) ?? document.value(named: $0) }
        fields.set(.street, street.isEmpty ? nil : street.joined(separator: ", "))
        fields.set(.home, document.address("building"))
        fields.set(.apart, document.address("room"))
        fields.set(.pod, document.address("entrance"))
        fields.set(.et, document.address("floor"))
        fields.set(.descr, document.address("comment"))
    }

    private func fillCodes(of document: OrderDocument, into fields: inout FieldValues) {
        func code(_ mapping: FieldMapping, key: String?, otherwise fallback: String?) -> String? {
            mapping.value(forKey: mapping.field.map(document.value(named:)) ?? key) ?? fallback
        }
        fields.set(.pay, code(settings.payments, key: document.payment, otherwise: settings.defaultPay))
        fields.set(.channel, code(settings.channel, key: document.context, otherwise: settings.defaultChannel))
        fields.set(.point, code(settings.point, key: document.delivery, otherwise: settings.defaultPoint))
        guard settings.affiliateEnable else { return }
        fields.set(
            .affiliate, code(settings.affiliate, key: document.delivery, otherwise: settings.defaultAffiliate))
    }

    /// Adds the delivery and the packaging as lines. The API has no field for a delivery price, so a paid delivery is
    /// a product with its own article (API facts, section 2, "Not in the API").
    private func addDelivery(of document: OrderDocument, to lines: inout OrderLines) {
        let cost = document.amount("delivery_cost") ?? .zero
        if cost > .zero {
            let article = settings.deliveryArticle.flatMap { rule in
                rule.article(for: rule.field.map(document.value(named:)) ?? document.delivery)
            }
            if let article {
                lines.addCharge(
                    article: article, name: Bilingual(ru: "Доставка", en: "Delivery")[settings.language], price: cost)
            } else {
                lines.tell(.deliveryWithoutArticle(cost: cost))
            }
        }
        // The packaging costs what remains of the order's sum after its products and its delivery.
        if let article = settings.packagingArticle, let sum = document.amount("cost"),
            let cart = document.amount("cart_cost"), sum - cart - cost > .zero
        {
            lines.addCharge(
                article: article, name: Bilingual(ru: "Упаковка", en: "Packaging")[settings.language],
                price: sum - cart - cost)
        }
    }
}

extension NewOrder.Field {
    /// Fields that change what the kitchen charges. Only the shop may compute them.
    static let ofMoney: Set<NewOrder.Field> = [.sale, .saleAmount, .score]
}

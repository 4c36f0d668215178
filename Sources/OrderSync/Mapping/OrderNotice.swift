internal import Frontpad
internal import Shop

/// A part of an order that does not reach the CRM as the buyer entered it. The manager is told.
enum OrderNotice: Sendable, Hashable {
    /// A value that is longer than the CRM accepts. It is cut.
    case cut(NewOrder.Field, limit: Int, whole: String)
    /// A value that the CRM does not accept. It is left out.
    case leftOut(NewOrder.Field, value: String, Reason)
    /// «Назначить к заказу можно один тип скидки» (API facts, section 2).
    case twoDiscounts(saleAmount: String)
    /// The buyer chose it, but it has no article in the CRM.
    case modificationWithoutArticle(name: String, line: String)
    /// A phone that is not one whole number goes as the buyer wrote it.
    case phoneAsGiven(end: String)
    /// The buyer chose it, and the shop has deleted it since.
    case modificationMissing(id: Int, line: String)
    /// The buyer pays for the delivery, and no article carries it.
    case deliveryWithoutArticle(cost: Money)
    /// The kitchen will charge another sum than the buyer agreed to pay.
    case sumsDiffer(shop: Money, kitchen: Money)
    /// The shop gives it for nothing, and nobody knows what the kitchen charges for it.
    case priceUnknown(line: String)
    /// The CRM will probably drop the line.
    case article(ArticleWarning)

    enum Reason: Sendable, Hashable {
        case tooLong
        case notATime
        /// A day alone.
        case noTime
        case past
        case tooFarAhead
        case notANumber
    }

    func text(_ language: Language) -> String {
        switch (self, language) {
        case (.cut(let field, let limit, let whole), .ru):
            "Сокращено до \(limit) знаков: \(OrderNotice.name(field, .ru)). Полностью: «\(OrderNotice.shown(field, whole))»"
        case (.cut(let field, let limit, let whole), .en):
            "Cut to \(limit) characters: \(OrderNotice.name(field, .en)). In full: «\(OrderNotice.shown(field, whole))»"
        case (.leftOut(let field, let value, let reason), .ru):
            "Не передано: \(OrderNotice.name(field, .ru)) «\(OrderNotice.shown(field, value))», потому что "
                + OrderNotice.words(reason, .ru)
        case (.leftOut(let field, let value, let reason), .en):
            "Not sent: \(OrderNotice.name(field, .en)) «\(OrderNotice.shown(field, value))», because "
                + OrderNotice.words(reason, .en)
        case (.twoDiscounts(let amount), .ru):
            "Передана только скидка в процентах, скидка суммой «\(amount)» не передана: Frontpad принимает одну"
        case (.twoDiscounts(let amount), .en):
            "Only the discount in percent was sent and not the amount «\(amount)»: Frontpad accepts one"
        case (.modificationWithoutArticle(let name, let line), .ru):
            "Не передано: «\(name)» к товару «\(line)», потому что у этой модификации нет артикула. Добавьте в заказ вручную"
        case (.modificationWithoutArticle(let name, let line), .en):
            "Not sent: «\(name)» of the product «\(line)», because this modification has no article. Add it by hand"
        case (.phoneAsGiven(let end), .ru):
            "Телефон (оканчивается на \(end)) передан так, как его ввёл гость: он не похож на один полный номер"
        case (.phoneAsGiven(let end), .en):
            "The phone (it ends in \(end)) was sent as the guest wrote it: it does not look like one whole number"
        case (.modificationMissing(let id, let line), .ru):
            "Не передано: модификация № \(id) товара «\(line)», потому что в магазине её больше нет. Уточните у гостя"
        case (.modificationMissing(let id, let line), .en):
            "Not sent: modification \(id) of «\(line)», because the shop has deleted it. Ask the guest"
        case (.deliveryWithoutArticle(let cost), .ru):
            "Доставка за \(cost.words) не передана: для неё не указан артикул Frontpad. Добавьте доставку в заказ вручную"
        case (.deliveryWithoutArticle(let cost), .en):
            "The delivery for \(cost.words) was not sent: it has no article in Frontpad. Add it to the order by hand"
        case (.sumsDiffer(let shop, let kitchen), .ru):
            "Сумма в магазине \(shop.words), во Frontpad будет \(kitchen.words). Исправьте сумму во Frontpad"
        case (.sumsDiffer(let shop, let kitchen), .en):
            "The sum is \(shop.words) in the shop and will be \(kitchen.words) in Frontpad. Correct it in Frontpad"
        case (.priceUnknown(let line), .ru):
            "Цена «\(line)» во Frontpad неизвестна. Проверьте сумму заказа во Frontpad"
        case (.priceUnknown(let line), .en):
            "The price of «\(line)» in Frontpad is not known. Check the sum of the order in Frontpad"
        case (.article(let doubt), _): doubt.text(language)
        }
    }

    private static func words(_ reason: Reason, _ language: Language) -> String {
        switch (reason, language) {
        case (.tooLong, .ru): "значение слишком длинное"
        case (.tooLong, .en): "it is too long"
        case (.noTime, .ru): "времени в нём нет. Во Frontpad заказ без времени: уточните у гостя и исправьте"
        case (.noTime, .en): "it has no time. The order has none in Frontpad: ask the guest and correct it"
        case (.notATime, .ru): "это не дата и время. Во Frontpad заказ без времени: уточните у гостя и исправьте"
        case (.notATime, .en): "it is no date and time. The order has none in Frontpad: ask the guest and correct it"
        case (.past, .ru): "это время уже прошло"
        case (.past, .en): "this time has passed"
        case (.tooFarAhead, .ru): "Frontpad принимает предзаказы не дальше 30 дней"
        case (.tooFarAhead, .en): "Frontpad takes pre-orders for the next 30 days only"
        case (.notANumber, .ru): "здесь нужно подходящее целое число"
        case (.notANumber, .en): "a fitting whole number is needed here"
        }
    }

    /// A value as a comment may show it: of a phone and an e-mail only the end.
    private static func shown(_ field: NewOrder.Field, _ value: String) -> String {
        switch field {
        case .phone, .mail, .card, .certificate: "…" + value.suffix(4)
        default: value
        }
    }

    /// The field in the middle of a sentence.
    static func name(_ field: NewOrder.Field, _ language: Language) -> String {
        let names: (ru: String, en: String) =
            switch field {
            case .descr: ("примечание", "the comment")
            case .name: ("имя", "the name")
            case .phone: ("телефон", "the phone")
            case .mail: ("почта", "the e-mail")
            case .street: ("улица", "the street")
            case .home: ("дом", "the house")
            case .apart: ("квартира", "the flat")
            case .pod: ("подъезд", "the entrance")
            case .et: ("этаж", "the floor")
            case .datetime: ("время предзаказа", "the time of the pre-order")
            case .certificate: ("сертификат", "the certificate")
            case .person: ("число персон", "the number of persons")
            case .card: ("карта клиента", "the client's card")
            case .score: ("баллы", "the points")
            case .sale, .saleAmount: ("скидка", "the discount")
            case .pay: ("оплата", "the payment")
            case .channel: ("канал продаж", "the sales channel")
            case .affiliate: ("филиал", "the affiliate")
            case .point: ("точка продаж", "the point of sale")
            case .hookURL: ("адрес для уведомлений", "the address for webhooks")
            }
        return language == .ru ? names.ru : names.en
    }
}

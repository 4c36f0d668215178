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
            "\(OrderNotice.name(field, .ru)) сокращено до \(limit) знаков, полностью: «\(whole)»"
        case (.cut(let field, let limit, let whole), .en):
            "\(OrderNotice.name(field, .en)) was cut to \(limit) characters, in full: «\(whole)»"
        case (.leftOut(let field, let value, let reason), .ru):
            "\(OrderNotice.name(field, .ru)) «\(value)» не передано: \(OrderNotice.words(reason, .ru))"
        case (.leftOut(let field, let value, let reason), .en):
            "\(OrderNotice.name(field, .en)) «\(value)» was not sent: \(OrderNotice.words(reason, .en))"
        case (.twoDiscounts(let amount), .ru):
            "передана только скидка в процентах, скидка суммой «\(amount)» не передана: Frontpad берёт одну"
        case (.twoDiscounts(let amount), .en):
            "only the discount in percent was sent and not the amount «\(amount)»: Frontpad takes one"
        case (.modificationWithoutArticle(let name, let line), .ru):
            "«\(name)» к товару «\(line)» не передано: у этой модификации нет артикула"
        case (.modificationWithoutArticle(let name, let line), .en):
            "«\(name)» of the product «\(line)» was not sent: this modification has no article"
        case (.phoneAsGiven(let end), .ru):
            "Телефон (оканчивается на \(end)) передан так, как его ввёл гость: он не похож на один полный номер"
        case (.phoneAsGiven(let end), .en):
            "The phone (it ends in \(end)) was sent as the guest wrote it: it does not look like one whole number"
        case (.modificationMissing(let id, let line), .ru):
            "Модификация № \(id) товара «\(line)» не передана: в магазине её больше нет. Уточните её у гостя"
        case (.modificationMissing(let id, let line), .en):
            "Modification \(id) of «\(line)» was not sent: the shop has deleted it. Ask the guest about it"
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
        case (.tooLong, .ru): "слишком длинное"
        case (.tooLong, .en): "too long"
        case (.noTime, .ru): "в нём нет времени. Уточните время у гостя и исправьте заказ"
        case (.noTime, .en): "it is a day without a time. Ask the guest for the time and correct the order"
        case (.notATime, .ru): "это не дата и время"
        case (.notATime, .en): "this is no date and time"
        case (.past, .ru): "это время уже прошло"
        case (.past, .en): "this time has passed"
        case (.tooFarAhead, .ru): "Frontpad принимает предзаказы не дальше 30 дней"
        case (.tooFarAhead, .en): "Frontpad takes pre-orders for the next 30 days only"
        case (.notANumber, .ru): "Frontpad ждёт здесь другое число"
        case (.notANumber, .en): "Frontpad wants another number here"
        }
    }

    static func name(_ field: NewOrder.Field, _ language: Language) -> String {
        guard language == .ru else { return "the field \(field.rawValue)" }
        let name: String
        switch field {
        case .descr: name = "Примечание"
        case .name: name = "Имя"
        case .phone: name = "Телефон"
        case .mail: name = "Почта"
        case .street: name = "Название улицы"
        case .datetime: name = "Время предзаказа"
        case .certificate: name = "Номер сертификата"
        case .home, .apart, .pod, .et, .person, .card, .score, .sale, .saleAmount, .pay, .hookURL, .channel,
            .affiliate, .point:
            name = "Поле \(field.rawValue)"
        }
        return name
    }
}

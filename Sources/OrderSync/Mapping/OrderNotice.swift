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
    /// The CRM will probably drop the line.
    case article(ArticleWarning)

    enum Reason: Sendable, Hashable {
        case tooLong
        case notATime
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
        case (.article(let doubt), _): doubt.text(language)
        }
    }

    private static func words(_ reason: Reason, _ language: Language) -> String {
        switch (reason, language) {
        case (.tooLong, .ru): "слишком длинное"
        case (.tooLong, .en): "too long"
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

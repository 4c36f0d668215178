internal import Frontpad
internal import Shop

// Texts about the parts of an order that do not reach the CRM as the customer entered them. They are whole sentences
// and say what to do. When the manager reads them, the CRM has the order.

extension OrderNotice {
    var message: Message {
        switch self {
        case .cut(let field, let limit, let whole): field.cut(limit: limit, whole: whole)
        case .leftOut(.datetime, let value, let reason): OrderNotice.preOrderTime(value, reason)
        case .leftOut(let field, let value, let reason): field.leftOut(value, reason)
        case .twoDiscounts(let amount):
            Message(
                ru:
                    "Скидка \(OrderNotice.money(amount)) не передана: Frontpad принимает скидку либо в процентах, либо суммой, и "
                    + "процент уже передан. Исправьте сумму заказа во Frontpad.",
                en:
                    "The discount of \(OrderNotice.money(amount)) was not sent: Frontpad takes either a percentage or an amount, "
                    + "and the percentage was sent. Correct the total of the order in Frontpad.")
        case .modificationWithoutArticle(let name, let line):
            Message(
                ru: "Не передано: «\(name)» к товару «\(line)» (не указан артикул). Добавьте в заказ во Frontpad.",
                en: "Not sent: “\(name)” for “\(line)” (no article number). Add it to the order in Frontpad.")
        case .modificationMissing(_, let line):
            Message(
                ru:
                    "Неизвестно, какой вариант товара «\(line)» выбрал гость: в магазине этот вариант удалён. Уточните у гостя и "
                    + "исправьте заказ во Frontpad.",
                en:
                    "The option of “\(line)” that the customer chose has been deleted from the shop. Ask the customer and "
                    + "correct the order in Frontpad.")
        case .phoneAsGiven(let end):
            Message(
                ru:
                    "Телефон передан так, как его ввёл гость (\(end)), но на полный номер это не похоже. Проверьте номер до "
                    + "отправки курьера.",
                en:
                    "The phone was sent as the customer typed it (\(end)), but it does not look like a complete number. Check it "
                    + "before the courier leaves.")
        case .deliveryWithoutArticle(let cost):
            Message(
                ru:
                    "Доставка за \(cost.words) не передана: для неё не указан артикул Frontpad. Добавьте её в заказ во Frontpad.",
                en:
                    "The \(cost.words) delivery charge was not sent: no Frontpad article number is set for it. Add it to the "
                    + "order in Frontpad.")
        case .sumsDiffer(let shop, let kitchen):
            Message(
                ru:
                    "Гость видел в магазине \(shop.words), а во Frontpad получится \(kitchen.words). Исправьте сумму во Frontpad "
                    + "на \(shop.words).",
                en:
                    "The customer saw \(shop.words) in the shop, but Frontpad will show \(kitchen.words). Change the total in "
                    + "Frontpad to \(shop.words).")
        case .priceUnknown(let line):
            Message(
                ru: "Цена товара «\(line)» во Frontpad неизвестна. Проверьте сумму заказа во Frontpad.",
                en: "The price of “\(line)” in Frontpad is not known. Check the total of the order in Frontpad.")
        case .article(let warning): warning.message
        }
    }

    /// The pre-order time was not sent, so the order in the CRM looks like an order for now.
    private static func preOrderTime(_ value: String, _ reason: Reason) -> Message {
        switch reason {
        case .past:
            Message(
                ru:
                    "Время предзаказа «\(value)» не передано: оно уже прошло. Уточните время у гостя и укажите его в заказе во "
                    + "Frontpad.",
                en:
                    "The pre-order time “\(value)” was not sent: it has already passed. Ask the customer for the time and set it "
                    + "in the Frontpad order.")
        case .tooFarAhead:
            Message(
                ru:
                    "Время предзаказа «\(value)» не передано: Frontpad принимает предзаказы не больше чем на 30\u{A0}дней вперёд. "
                    + "Без времени кухня начнёт готовить сейчас: остановите заказ во Frontpad и позвоните гостю.",
                en:
                    "The pre-order time “\(value)” was not sent: Frontpad takes pre-orders up to 30\u{A0}days ahead. Without it "
                    + "the kitchen will start now: put the order on hold in Frontpad and call the customer.")
        case .noTime, .notATime, .tooLong, .notANumber:
            Message(
                ru:
                    "Время предзаказа «\(value)» не передано: нужны и дата, и время. Кухня может начать готовить сейчас: уточните "
                    + "время у гостя и укажите его в заказе во Frontpad.",
                en:
                    "The pre-order time “\(value)” was not sent: it needs both a date and a time. The kitchen may start now: ask "
                    + "the customer and set the time in the Frontpad order.")
        }
    }

    private static func money(_ text: String) -> String { Money(text)?.words ?? text }
}

extension ArticleWarning {
    /// The CRM has accepted the order and has not warned about this line, so the line may be in the order.
    var message: Message {
        isStopped
            ? Message(
                ru:
                    "«\(name)» (артикул \(article)) в стоп-листе Frontpad. Спросите кухню. Если блюда нет, позвоните гостю и "
                    + "предложите замену.",
                en:
                    "“\(name)” (article number \(article)) is on Frontpad’s stop list. Ask the kitchen. If it is not available, "
                    + "call the customer and offer a replacement.")
            : Message(
                ru:
                    "Похоже, Frontpad не знает артикул \(article) товара «\(name)». Проверьте, есть ли он в заказе во Frontpad. "
                    + "Если нет, добавьте его.",
                en:
                    "Frontpad does not seem to know the article number \(article) of “\(name)”. Check whether it is in the order "
                    + "in Frontpad. If it is not, add it.")
    }
}

extension FrontpadWarning {
    /// - Parameters:
    ///   - lineNames: the names of the lines of the request.
    ///   - articles: the articles of the lines of the request.
    func message(lineNames: [String], articles: [String] = []) -> Message {
        switch self {
        case .invalidProductKeys(let keys):
            FrontpadWarning.missing(keys.map { FrontpadWarning.line($0, lineNames, articles) })
        case .invalidCertificate:
            Message(
                ru:
                    "Сертификат не применён: неверный номер. Уточните номер у гостя и исправьте сумму заказа во Frontpad.",
                en:
                    "The certificate was not applied: its number is wrong. Ask the customer for the number and correct the total "
                    + "of the order in Frontpad.")
        case .invalidDatetime:
            Message(
                ru:
                    "Frontpad не принял время предзаказа. Кухня может начать готовить сейчас: уточните время у гостя и укажите его "
                    + "в заказе во Frontpad.",
                en:
                    "Frontpad did not accept the pre-order time. The kitchen may start now: ask the customer and set the time in "
                    + "the Frontpad order.")
        case .invalidTags:
            Message(
                ru: "Frontpad не принял отметки заказа. Сообщите администратору: неверна настройка frontpadapi_tags.",
                en:
                    "Frontpad did not accept the order’s tags. Tell the administrator that the setting frontpadapi_tags is wrong."
            )
        case .invalidHookStatus:
            Message(
                ru: "Статусы этого заказа могут не прийти в магазин. Сообщите администратору: неверна настройка "
                    + "frontpadapi_hook_statuses.",
                en: "The statuses of this order may not reach the shop. Tell the administrator that the setting "
                    + "frontpadapi_hook_statuses is wrong.")
        case .other(let name, let value):
            Message(
                ru: "Предупреждение Frontpad: \(name) \(value). Проверьте заказ во Frontpad.",
                en: "Frontpad gave a warning: \(name) \(value). Check the order in Frontpad.")
        }
    }

    private static func missing(_ lines: [Message]) -> Message {
        if lines.isEmpty {
            return Message(
                ru:
                    "Каких-то товаров в нём нет: Frontpad не знает их артикулов. Сверьте состав с заказом магазина и добавьте их.",
                en:
                    "Some items are missing: Frontpad does not know their article numbers. Compare the items with the shop’s "
                    + "order and add them.")
        }
        let names = lines.joined(separator: ", ")
        if lines.count == 1 {
            return Message(
                ru:
                    "В него НЕ попал товар \(names.ru). Frontpad не знает этого артикула, и кухня его не приготовит. Добавьте товар "
                    + "в заказ во Frontpad. Если это невозможно, позвоните гостю.",
                en:
                    "It does NOT contain \(names.en). Frontpad does not know this article number, so the kitchen will not make "
                    + "it. Add it to the order in Frontpad. If you cannot, call the customer.")
        }
        return Message(
            ru:
                "В него НЕ попали товары: \(names.ru). Frontpad не знает их артикулов, и кухня их не приготовит. Добавьте их в "
                + "заказ во Frontpad. Если это невозможно, позвоните гостю.",
            en:
                "It does NOT contain these items: \(names.en). Frontpad does not know their article numbers, so the kitchen will "
                + "not make them. Add them to the order in Frontpad. If you cannot, call the customer.")
    }

    private static func line(_ key: Int, _ names: [String], _ articles: [String]) -> Message {
        guard names.indices.contains(key) else {
            let number = key.addingReportingOverflow(1).partialValue
            return Message(ru: "из строки \(number)", en: "the item of line \(number)")
        }
        let article = articles.indices.contains(key) ? articles[key] : nil
        return Message(
            ru: "«\(names[key])»" + (article.map { " (артикул \($0))" } ?? ""),
            en: "“\(names[key])”" + (article.map { " (article number \($0))" } ?? ""))
    }
}

internal import Frontpad

extension SendFailure {
    /// The text for the manager in the order's comment and in the e-mail. It says what happened and names the one
    /// thing to do.
    ///
    /// - Parameter resend: what sends a failed order again in the shop.
    func message(resend: ShopResend) -> Message {
        let advice = wholeAdvice(resend: resend)
        return Message(
            ru: "Заказ НЕ передан: \(reason.ru). \(advice.ru)", en: "The order was NOT sent: \(reason.en). \(advice.en)"
        )
    }

    /// The advice. If a person is to enter the order by hand and the shop could still send it, a warning is added.
    func wholeAdvice(resend: ShopResend) -> Message {
        let warning: Message
        switch resend {
        case .never: return advice
        case .onTriggerStatus: warning = SendFailure.keepStatus
        case .leavingErrorStatus: warning = SendFailure.keepErrorStatus
        }
        switch self {
        case .problems, .deadlinePassed, .noDocument, .unusableDocument, .unexpected: return advice + " " + warning
        case .refused(let code, _): return code.isAccountWide ? advice : advice + " " + warning
        case .notReached, .duplicate, .removedFromShop, .stoppedByPerson: return advice
        }
    }

    private static let keepStatus = Message(
        ru:
            "Заказу, введённому вручную, не ставьте в магазине статус, при котором заказы уходят во Frontpad: он придёт дважды.",
        en:
            "Do not give an order that you entered by hand the status at which the shop sends orders to Frontpad: it would "
            + "arrive twice.")

    private static let keepErrorStatus = Message(
        ru:
            "Заказу, введённому вручную, не меняйте в магазине статус ошибки: с другим статусом он уйдёт во Frontpad и придёт "
            + "дважды.",
        en:
            "Do not change the error status of an order that you entered by hand: with another status it would be sent to "
            + "Frontpad and arrive twice.")

    func subject(order: String) -> Message {
        switch self {
        case .duplicate:
            Message(
                ru: "Заказ \(order) похож на повтор и не передан",
                en: "Order \(order) looks like a duplicate and was not sent")
        case .removedFromShop:
            Message(
                ru: "Заказ \(order) удалён из магазина и не передан",
                en: "Order \(order) was deleted from the shop and not sent")
        default:
            Message(ru: "Заказ \(order) не передан во Frontpad", en: "Order \(order) was not sent to Frontpad")
        }
    }

    /// The reason why the order was not sent, as the end of a sentence.
    var reason: Message {
        switch self {
        case .problems(let problems): problems.map(\.reason).joined(separator: "; ")
        case .refused(.invalidProductKeys, let articles):
            Message(
                ru: "Frontpad не знает ни одного артикула из заказа: \(articles.joined(separator: ", "))",
                en: "Frontpad knows none of its article numbers: \(articles.joined(separator: ", "))")
        case .refused(let code, _): code.reason
        case .notReached(let notSent): notSent.reason
        case .deadlinePassed(let milliseconds, let lastError):
            Message(ru: "не удалось отправить за ", en: "it could not be sent within ")
                + SendFailure.duration(milliseconds)
                + (lastError.map { Message(ru: " (\($0.reason.ru))", en: " (\($0.reason.en))") } ?? .empty)
        case .duplicate(_, let number?):
            Message(
                ru:
                    "похоже, это повтор. Заказ с тем же номером, телефоном и составом уже есть во Frontpad (№ \(number))",
                en: "it looks like a duplicate. Frontpad already has an order with the same number, phone and items "
                    + "(No. \(number))")
        case .duplicate(_, nil):
            Message(
                ru: "похоже, это повтор. Заказ с тем же номером, телефоном и составом уже отправлялся во Frontpad",
                en:
                    "it looks like a duplicate. An order with the same number, phone and items was sent to Frontpad before"
            )
        case .noDocument, .unusableDocument:
            Message(ru: "в его данных ошибка", en: "there is an error in its data")
        case .removedFromShop: Message(ru: "его удалили из магазина", en: "it was deleted from the shop")
        case .unexpected: Message(ru: "программа не может его обработать", en: "the program cannot handle it")
        case .stoppedByPerson: Message(ru: "отправку остановили вручную", en: "someone stopped it by hand")
        }
    }

    /// The reason for the order's story, with the details that an administrator needs.
    var recorded: Message {
        switch self {
        case .duplicate(let original, _):
            Message(ru: "похоже, это повтор заказа \(original)", en: "it looks like a duplicate of order \(original)")
        case .noDocument, .unusableDocument: dataError
        default: reason
        }
    }

    /// The one thing that the manager should do.
    var advice: Message {
        switch self {
        case .problems(let problems): OrderProblem.advice(problems)
        case .refused(let code, _) where code.isAccountWide: SendFailure.askToSend
        case .notReached: SendFailure.askToSend
        case .refused(.invalidProductKeys, _): SendFailure.enter + " " + OrderProblem.correctArticle
        case .refused(.invalidCertificate, _):
            Message(
                ru: "Уточните номер у гостя и введите заказ во Frontpad вручную.",
                en: "Ask the customer for the number and enter the order in Frontpad by hand.")
        case .refused(.invalidDatetime, _):
            Message(
                ru: "Уточните время у гостя и введите заказ во Frontpad вручную.",
                en: "Ask the customer for the time and enter the order in Frontpad by hand.")
        case .deadlinePassed:
            Message(
                ru: "Позвоните гостю. Если заказ ещё нужен, введите его во Frontpad вручную.",
                en: "Call the customer. If the order is still wanted, enter it in Frontpad by hand.")
        case .duplicate:
            Message(
                ru: "Ничего не вводите. Только если гость подтвердит, что заказывал дважды, попросите администратора "
                    + "отправить этот заказ.",
                en:
                    "Do not enter anything. Only if the customer confirms that they ordered twice, ask the administrator to "
                    + "send this one.")
        case .refused, .noDocument, .unusableDocument, .unexpected:
            Message(
                ru: "Введите заказ во Frontpad вручную и сообщите администратору.",
                en: "Enter the order in Frontpad by hand and tell the administrator.")
        case .removedFromShop:
            Message(
                ru:
                    "Если его удалили намеренно, ничего делать не нужно. Если по ошибке, позвоните гостю и введите заказ во "
                    + "Frontpad вручную.",
                en: "If that was intended, do nothing. If it was a mistake, call the customer and enter the order in "
                    + "Frontpad by hand.")
        case .stoppedByPerson:
            Message(
                ru: "Не вводите его, пока не спросите администратора почему.",
                en: "Ask the administrator why before you enter it.")
        }
    }

    static let enter = Message(ru: "Введите заказ во Frontpad вручную.", en: "Enter the order in Frontpad by hand.")

    private static let askToSend = Message(
        ru: "Попросите администратора отправить его. Не вводите его вручную.",
        en: "Ask the administrator to send it. Do not enter it by hand.")

    private var dataError: Message {
        if case .unusableDocument(let path) = self {
            let place = path.isEmpty ? "" : " (\(path))"
            return Message(ru: "повреждены данные заказа\(place)", en: "damaged order data\(place)")
        }
        return Message(ru: "магазин не передал данные заказа", en: "the shop did not send the data of the order")
    }

    /// The lines at the end of the e-mail that only an administrator can use.
    ///
    /// - Parameter name: a name for commands that means only this order.
    func administratorLines(name: String) -> [Message] {
        var lines: [Message] = []
        if canBeSentAgain { lines.append(.administrator(.sendOrder, "frontpad-enqueue send \(name)")) }
        switch self {
        case .duplicate(let original, _):
            lines.append(
                .administrator(
                    Message(ru: "Заказ, на который он похож", en: "The order that it looks like"),
                    "frontpad-queue order \(original)"))
        case .refused(.invalidTags, _): lines.append(.administrator(.checkSetting, "frontpadapi_tags"))
        case .refused(.invalidHookStatus, _): lines.append(.administrator(.checkSetting, "frontpadapi_hook_statuses"))
        case .noDocument, .unusableDocument:
            lines.append(Message(ru: "Администратору: \(dataError.ru).", en: "For the administrator: \(dataError.en)."))
        case .unexpected:
            lines.append(
                .administrator(Message(ru: "Подробности", en: "Details"), "frontpad-queue order \(name)"))
        default: break
        }
        return lines
    }

    /// Returns a duration such as «24 часа» or "24 hours", in the form that follows «за» or "within".
    private static func duration(_ milliseconds: Int64) -> Message {
        let minutes = Int(max(1, milliseconds / 60_000))
        guard minutes >= 60 else {
            return Message(
                ru: minutes.russian("минуту", "минуты", "минут"), en: minutes.english("minute", "minutes"))
        }
        return Message(
            ru: (minutes / 60).russian("час", "часа", "часов"), en: (minutes / 60).english("hour", "hours"))
    }
}

extension Message {
    static let sendOrder = Message(ru: "Отправить заказ", en: "Send the order")
    static let checkSetting = Message(ru: "Проверьте настройку", en: "Check the setting")
    /// A placeholder for the name of an order in a command.
    static let anyOrder = Message(ru: "ЗАКАЗ", en: "ORDER")

    /// A line for the administrator of the server. The command is at the end of the line, so that it can be copied.
    static func administrator(_ purpose: Message, _ command: Message) -> Message {
        Message(
            ru: "Администратору. \(purpose.ru): \(command.ru)",
            en: "For the administrator. \(purpose.en): \(command.en)")
    }

    static func administrator(_ purpose: Message, _ command: String) -> Message {
        administrator(purpose, Message(ru: command, en: command))
    }
}

extension OrderProblem {
    /// The reason why the order is not sent, as the end of a sentence.
    var reason: Message {
        switch self {
        case .noProducts: Message(ru: "в заказе нет товаров", en: "it has no products")
        case .lineWithoutArticle(_, let name):
            Message(ru: "у товара «\(name)» не указан артикул", en: "the product “\(name)” has no article number")
        case .count(let name, let count):
            Message(
                ru:
                    "количество товара «\(name)» — «\(count.replacing(".", with: ","))», а передать можно только целое число",
                en: "the quantity of “\(name)” is “\(count)”, and only whole numbers can be sent")
        case .article(let warning) where warning.isStopped:
            Message(
                ru: "товар «\(warning.name)» (артикул \(warning.article)) в стоп-листе Frontpad",
                en: "the product “\(warning.name)” (article number \(warning.article)) is on Frontpad’s stop list")
        case .article(let warning):
            Message(
                ru: "Frontpad не знает артикул \(warning.article) товара «\(warning.name)»",
                en: "Frontpad does not know the article number \(warning.article) of “\(warning.name)”")
        }
    }

    /// Returns one advice for all problems together.
    static func advice(_ problems: [OrderProblem]) -> Message {
        let isStopped = problems.contains { if case .article(let warning) = $0 { warning.isStopped } else { false } }
        let lacksArticle = problems.contains { if case .lineWithoutArticle = $0 { true } else { false } }
        let isUnknown = problems.contains { if case .article(let warning) = $0 { !warning.isStopped } else { false } }
        var advice: [Message] = []
        if problems.contains(.noProducts) {
            advice.append(
                Message(
                    ru: "Спросите гостя, что он заказал, и введите заказ во Frontpad вручную.",
                    en: "Ask the customer what they ordered and enter the order in Frontpad by hand."))
        } else if isStopped {
            advice.append(
                Message(
                    ru: "Позвоните гостю, предложите замену и введите заказ во Frontpad вручную.",
                    en: "Call the customer, offer a replacement and enter the order in Frontpad by hand."))
        } else {
            advice.append(SendFailure.enter)
        }
        if lacksArticle {
            advice.append(
                Message(
                    ru: "Чтобы это не повторилось, впишите артикул в карточку товара в магазине.",
                    en: "To avoid this next time, add the article number to the product in the shop."))
        }
        if isUnknown { advice.append(correctArticle) }
        return advice.joined(separator: " ")
    }

    static let correctArticle = Message(
        ru: "Чтобы это не повторилось, исправьте артикул в магазине или заведите во Frontpad товар с таким артикулом.",
        en: "To avoid this next time, correct the article number in the shop, or add a product with it in Frontpad.")
}

/// Messages to the manager about orders that wait or are not sent at all, and about e-mails and updates that do not
/// arrive.
enum AlarmMessages {
    static func waitingSubject(count: Int) -> Message {
        Message(
            ru: "Заказы не уходят во Frontpad: \(count)",
            en: count == 1 ? "1\u{A0}order does not reach Frontpad" : "\(count)\u{A0}orders do not reach Frontpad")
    }

    /// - Parameters:
    ///   - since: the time when the oldest order came, as text.
    ///   - cause: the cause as the end of a sentence.
    ///   - command: the line for the administrator.
    static func waiting(count: Int, since: String, cause: Message, command: Message) -> Message {
        Message(
            ru:
                "\(count.russian("заказ ждёт", "заказа ждут", "заказов ждут")) отправки во Frontpad, самый ранний — с \(since). "
                + "Причина: \(cause.ru).\n\nКухня этих заказов пока не видит. Они не потеряны и уйдут сами, когда причина "
                + "исчезнет. Не вводите их вручную, иначе они придут дважды.\n\nЧто сделать: позвоните администратору.\n\n"
                + command.ru,
            en:
                "\(count.english("order waits", "orders wait")) to be sent to Frontpad, the earliest since \(since). Reason: "
                + "\(cause.en).\n\nThe kitchen does not see these orders yet. They are safe and will be sent automatically once "
                + "the reason is gone. Do not enter them by hand, or they will arrive twice.\n\nWhat to do: call the "
                + "administrator.\n\n\(command.en)")
    }

    static let unreachable = Message(ru: "сервер Frontpad недоступен", en: "Frontpad’s server cannot be reached")
    static let silent = Message(
        ru: "Frontpad получил заказ и не ответил", en: "Frontpad received an order and did not answer")
    static let paused = Message(ru: "отправку остановили вручную", en: "someone has paused the sending by hand")
    static let noSecret = Message(ru: "не указан секрет API", en: "the API secret is not set")
    static let tooSlow = Message(
        ru: "программа не успевает их отправить", en: "the program does not keep up with them")

    static let resume = Message(ru: "Продолжить отправку", en: "Resume sending")
    static let secretCommand = "frontpad-queue settings set secret -"
    static let setSecret = Message(ru: "Указать секрет", en: "Set the secret")
    static let lookForCause = Message(ru: "Посмотреть, что мешает", en: "See what is in the way")

    static func lateStartSubject(count: Int) -> Message {
        Message(
            ru: "Заказы уходят во Frontpad с опозданием: \(count)",
            en: count == 1 ? "1\u{A0}order reaches Frontpad late" : "\(count)\u{A0}orders reach Frontpad late")
    }

    /// No worker was running for a while, and now one is running again.
    ///
    /// - Parameter since: the time when the oldest order came, as text.
    static func lateStart(count: Int, since: String) -> Message {
        Message(
            ru:
                "Программа, которая отправляет заказы, не работала. Сейчас она снова запущена и отправляет "
                + "\(count.russian("заказ", "заказа", "заказов")), самый ранний — от \(since). Кухня увидит их только теперь.\n\n"
                + "Что сделать: предупредите гостей о задержке. \(AccountMessages.ifEntered.ru)\n\n\(Message.administrator(lookForCause, "frontpad-queue status").ru)",
            en:
                "The program that sends orders was not running. It has been started again and is sending "
                + "\(count.english("order", "orders")), the earliest from \(since). The kitchen sees them only now.\n\nWhat to do: "
                + "warn the customers of the delay. \(AccountMessages.ifEntered.en)\n\n\(Message.administrator(lookForCause, "frontpad-queue status").en)"
        )
    }

    /// A comment on an order. It is used because e-mails do not arrive.
    static func mailNotDelivered(count: Int, since: String) -> Message {
        Message(
            ru:
                "Письма менеджеру не доходят с \(since), ждут отправки: \(count). Смотрите комментарии к заказам, пока почта не "
                + "заработает. Сообщите администратору: причину покажет frontpad-queue status.",
            en:
                "E-mails to the manager have not arrived since \(since); waiting: \(count). Read the comments on orders until mail "
                + "works again. Tell the administrator: frontpad-queue status shows the reason.")
    }

    static let shopNotUpdatedSubject = Message(
        ru: "Данные из Frontpad не записываются в магазин", en: "Data from Frontpad is not saved in the shop")

    /// - Parameter error: the error of the shop's command in English, or nil if the command did not run.
    static func shopNotUpdated(since: String, error: String?) -> Message {
        let details = Message.administrator(
            Message(
                ru: "Команда магазина (frontpadapi_shop_command) не работает",
                en: "The shop’s command (frontpadapi_shop_command) does not work"), error ?? "frontpad-queue status")
        return Message(
            ru:
                "С \(since) в заказы магазина не записываются статусы и комментарии из Frontpad. Сами заказы уходят на кухню как "
                + "обычно.\n\nЧто сделать: смотрите статусы во Frontpad и перешлите это письмо администратору.\n\n\(details.ru)",
            en:
                "Since \(since), statuses and comments from Frontpad have not been saved in the shop’s orders. The orders "
                + "themselves go to the kitchen as usual.\n\nWhat to do: look statuses up in Frontpad, and forward this mail to "
                + "the administrator.\n\n\(details.en)")
    }

    static let shopOverSubject = Message(
        ru: "Данные из Frontpad снова записываются в магазин", en: "Data from Frontpad is saved in the shop again")
    static let shopOver = Message(
        ru:
            "Статусы и комментарии из Frontpad снова записываются в заказы магазина, пропущенные тоже. Ничего делать не нужно.",
        en:
            "Statuses and comments from Frontpad are saved in the shop’s orders again, including those that were missed. There is "
            + "nothing to do.")

    static let overSubject = Message(ru: "Заказы снова уходят во Frontpad", en: "Orders reach Frontpad again")

    static func over(sent: Int, waiting: Int) -> Message {
        Message(
            ru: "Заказы снова уходят во Frontpad. Ушло: \(sent), ждёт: \(waiting). \(AccountMessages.ifEntered.ru)",
            en: "Orders reach Frontpad again. Sent: \(sent), waiting: \(waiting). \(AccountMessages.ifEntered.en)")
    }

    static func notLeavingSubject(count: Int) -> Message {
        Message(
            ru: "Сами не уйдут во Frontpad: \(count.russian("заказ", "заказа", "заказов"))",
            en: "\(count.english("order", "orders")) will not be sent to Frontpad automatically")
    }

    /// - Parameters:
    ///   - orders: the names of the orders, each with the reason why it is not sent.
    ///   - count: the number of all such orders. `orders` may contain fewer.
    static func notLeaving(_ orders: [(name: String, obstacle: Message)], count: Int) -> Message {
        let head = Message(
            ru:
                "Эти заказы стоят в статусе отправки, но сами не уйдут. Если заказ нужен кухне, попросите администратора отправить "
                + "его. Не вводите его вручную.",
            en:
                "These orders have the status at which orders are sent, but will not be sent automatically. If the kitchen needs "
                + "an order, ask the administrator to send it. Do not enter it by hand.")
        var lines = orders.map { Message(ru: "\($0.name): \($0.obstacle.ru)", en: "\($0.name): \($0.obstacle.en)") }
        let more = count - orders.count
        if more > 0 { lines.append(Message(ru: "и ещё \(more)", en: "and \(more) more")) }
        let list = lines.joined(separator: "\n")
        let command = Message.administrator(
            .sendOrder,
            Message(
                ru: "frontpad-enqueue send \(Message.anyOrder.ru)", en: "frontpad-enqueue send \(Message.anyOrder.en)"))
        return Message(
            ru: "\(head.ru)\n\n\(list.ru)\n\n\(command.ru)", en: "\(head.en)\n\n\(list.en)\n\n\(command.en)")
    }

    static let olderEvent = Message(
        ru: "событие магазина пришло с меньшим номером, чем прежнее",
        en: "the shop’s event has a lower number than an earlier one")
    static let reachedBefore = Message(
        ru: "получил этот статус раньше, чем его выбрали в настройках",
        en: "it got this status before the settings chose it")
}

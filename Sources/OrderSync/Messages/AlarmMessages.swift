/// What a manager reads about orders that wait, or that do not leave at all.
enum AlarmMessages {
    static func waitingSubject(count: Int) -> Message {
        Message(
            ru: "Заказы не уходят во Frontpad: \(count)",
            en: count == 1 ? "1\u{A0}order does not reach Frontpad" : "\(count)\u{A0}orders do not reach Frontpad")
    }

    /// - Parameters:
    ///   - since: when the oldest order came.
    ///   - cause: the end of a sentence.
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
    ///   - orders: their names, and what is in the way.
    ///   - count: of all orders; `orders` may be fewer.
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

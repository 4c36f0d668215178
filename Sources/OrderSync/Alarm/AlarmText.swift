internal import Shop

/// What a manager reads about orders that wait, or that do not leave at all.
struct AlarmText: Sendable {
    let language: Language
    private var text: ManagerText { ManagerText(language: language) }

    func waitingSubject(count: Int) -> String {
        language == .ru ? "Заказы не уходят во Frontpad: \(count)" : "Orders do not reach Frontpad: \(count)"
    }

    func waiting(count: Int, since: LocalTime, _ cause: WaitingCause) -> String {
        let head =
            language == .ru
            ? "Ждут отправки: \(count), самый ранний заказ — с \(ManagerText.moment(since)). Причина: \(words(cause)). Заказы не "
                + "потеряны и уйдут сами, когда она исчезнет. Срочные введите во Frontpad вручную и отмените в магазине."
            : "Orders that wait: \(count), the earliest since \(ManagerText.moment(since)). Reason: \(words(cause)). No order is "
                + "lost; they leave by themselves once it is gone. Enter urgent ones in Frontpad by hand and cancel them in the "
                + "shop."
        return [head, "", command(cause)].joined(separator: "\n") + "\n"
    }

    private func words(_ cause: WaitingCause) -> String {
        switch (cause, language) {
        case (.unreachable, .ru): "сервер Frontpad недоступен"
        case (.unreachable, .en): "Frontpad's server cannot be reached"
        case (.silent, .ru): "Frontpad получил заказ и не ответил"
        case (.silent, .en): "Frontpad received an order and did not answer"
        case (.paused, .ru): "отправку остановил человек"
        case (.paused, .en): "a person has paused the sending"
        case (.noSecret, .ru): "не указан секрет API"
        case (.noSecret, .en): "the API secret is not set"
        case (.toldAlready, .ru), (.unknown, .ru): "программа не успевает их отправить"
        case (.toldAlready, .en), (.unknown, .en): "the program does not keep up with them"
        }
    }

    private func command(_ cause: WaitingCause) -> String {
        switch (cause, language) {
        case (.paused, .ru): text.forAdministrator("продолжить отправку", "frontpad-queue resume crm")
        case (.paused, .en): text.forAdministrator("to go on", "frontpad-queue resume crm")
        case (.noSecret, .ru): text.forAdministrator("указать секрет", "frontpad-queue settings set secret -")
        case (.noSecret, .en): text.forAdministrator("to set the secret", "frontpad-queue settings set secret -")
        case (_, .ru): text.forAdministrator("что мешает", "frontpad-queue status")
        case (_, .en): text.forAdministrator("what is in the way", "frontpad-queue status")
        }
    }

    func overSubject() -> String {
        language == .ru ? "Заказы снова уходят во Frontpad" : "Orders reach Frontpad again"
    }

    func over(sent: Int, waiting: Int) -> String {
        language == .ru
            ? "Заказы снова уходят во Frontpad. Ушло: \(sent), ждёт: \(waiting).\n"
            : "Orders reach Frontpad again. Sent: \(sent), waiting: \(waiting).\n"
    }

    func notLeavingSubject(count: Int) -> String {
        language == .ru
            ? "Заказы, которые не уйдут во Frontpad сами: \(count)" : "Orders that will not reach Frontpad: \(count)"
    }

    /// - Parameter orders: their names, and what is in the way.
    func notLeaving(_ orders: [(name: String, obstacle: String)], count: Int) -> String {
        let head =
            language == .ru
            ? "Эти заказы в статусе отправки, но сами не уйдут. Проверьте каждый: нужен кухне — попросите администратора "
                + "отправить его."
            : "These orders are on the trigger status, but will not leave by themselves. Check each: if the kitchen needs it, ask "
                + "the administrator to send it."
        let lines = orders.map { "\($0.name): \(obstacle($0.obstacle))" }
        let more =
            count > orders.count
            ? [language == .ru ? "и ещё \(count - orders.count)" : "and \(count - orders.count) more"] : []
        let command = text.forAdministrator(
            language == .ru ? "отправить заказ" : "to send one",
            "frontpad-enqueue send \(language == .ru ? "ЗАКАЗ" : "ORDER")")
        return ([head, ""] + lines + more + ["", command]).joined(separator: "\n") + "\n"
    }

    private func obstacle(_ obstacle: String) -> String {
        switch (obstacle, language) {
        case ("older_event", .ru): "событие магазина пришло с меньшим номером, чем прежнее"
        case ("older_event", _): "the shop's event has a lower number than an earlier one"
        case (_, .ru): "получил этот статус раньше, чем его выбрали в настройках"
        case (_, _): "it got this status before the settings chose it"
        }
    }
}

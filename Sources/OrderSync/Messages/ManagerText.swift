internal import Frontpad
internal import Intake
internal import Shop

/// The texts for a shop's manager: comments on the order and e-mails, in the language of the settings. Each says what
/// happened, what it means for the order, and what to do.
struct ManagerText: Sendable {
    let language: Language

    /// The kind of trouble, which decides what to do.
    enum Trouble: Sendable, Hashable {
        /// The order is not in the CRM.
        case notSent(reason: String)
        /// The order may be in the CRM.
        case inDoubt(evidence: String)
    }

    func comment(_ trouble: Trouble) -> String {
        switch (trouble, language) {
        case (.notSent(let reason), .ru):
            "Frontpad: заказ НЕ передан. Причина: \(reason). Заказа во Frontpad нет: исправьте причину и верните "
                + "заказу статус отправки или введите заказ вручную."
        case (.notSent(let reason), .en):
            "Frontpad: the order was NOT sent. Reason: \(reason). It is not in Frontpad: mend the cause and put the "
                + "order back on the sending status, or enter it by hand."
        case (.inDoubt(let evidence), .ru):
            "Frontpad: неизвестно, принят ли заказ (\(evidence)). Найдите его во Frontpad по телефону и сумме. Сам "
                + "заказ повторно не отправится, чтобы не приготовить его дважды. Если его там нет, введите его "
                + "вручную."
        case (.inDoubt(let evidence), .en):
            "Frontpad: it is not known whether the order was taken (\(evidence)). Look for it in Frontpad by phone "
                + "and sum. It is not sent again by itself, so that it is not cooked twice. If it is not there, "
                + "enter it by hand."
        }
    }

    func subject(_ trouble: Trouble, order: String) -> String {
        switch (trouble, language) {
        case (.notSent, .ru): "Заказ \(order) не передан во Frontpad"
        case (.notSent, .en): "Order \(order) was not sent to Frontpad"
        case (.inDoubt, .ru): "Проверьте заказ \(order) во Frontpad"
        case (.inDoubt, .en): "Look for order \(order) in Frontpad"
        }
    }

    func body(_ trouble: Trouble, order: CRMOrder) -> String {
        let lines =
            [orderLine(order)] + details(of: order) + ["", comment(trouble), "", commandLine(trouble, order: order)]
        return lines.joined(separator: "\n") + "\n"
    }

    func orderLine(_ order: CRMOrder) -> String {
        language == .ru
            ? "Заказ \(order.name) (id \(order.reference.order))" : "Order \(order.name) (id \(order.reference.order))"
    }

    private func commandLine(_ trouble: Trouble, order: CRMOrder) -> String {
        switch (trouble, language) {
        case (.notSent, .ru): "Отправить ещё раз с сервера: frontpad-enqueue send \(order.reference.order)"
        case (.notSent, .en): "To send it again from the server: frontpad-enqueue send \(order.reference.order)"
        case (.inDoubt, .ru):
            "Что нашли — на сервере: frontpad-queue resolve \(order.reference.order) --sent НОМЕР, если заказ там есть, "
                + "или frontpad-queue resolve \(order.reference.order) --not-sent, если его нет: тогда он отправится."
        case (.inDoubt, .en):
            "Say on the server what you found: frontpad-queue resolve \(order.reference.order) --sent NUMBER where it is "
                + "there, or frontpad-queue resolve \(order.reference.order) --not-sent where it is not: then it is sent."
        }
    }

    /// The CRM has the order, but not everything as the buyer entered it.
    ///
    /// - Parameters:
    ///   - number: the order's number in the CRM.
    ///   - remarks: sentences without their full stops.
    func acceptedComment(number: String?, remarks: [String]) -> String {
        let head =
            switch (number, language) {
            case (let number?, .ru): "Frontpad: заказ принят, № \(number)."
            case (nil, .ru): "Frontpad: заказ принят."
            case (let number?, .en): "Frontpad: the order was taken, No. \(number)."
            case (nil, .en): "Frontpad: the order was taken."
            }
        return ([head] + remarks.map { $0 + "." }).joined(separator: " ")
    }

    func acceptedSubject(order: String) -> String {
        language == .ru
            ? "Заказ \(order) принят во Frontpad не полностью" : "Order \(order) was not taken whole by Frontpad"
    }

    /// The order was sent after all, although we had said that it was not.
    func lateAcceptance(number: String?) -> String {
        let number = number.map { language == .ru ? ", № \($0)" : ", No. \($0)" } ?? ""
        return language == .ru
            ? "Frontpad: заказ всё-таки принят\(number). Вводить его вручную не нужно."
            : "Frontpad: the order was taken after all\(number). Do not enter it by hand."
    }

    func lateAcceptanceSubject(order: String) -> String {
        language == .ru ? "Заказ \(order) всё-таки принят во Frontpad" : "Order \(order) was taken after all"
    }

    /// An order that failed was sent again, and the CRM has it now.
    func sentAfterAll(number: String?) -> String {
        let number = number.map { language == .ru ? ", № \($0)" : ", No. \($0)" } ?? ""
        return language == .ru
            ? "Frontpad: заказ передан\(number). Прежнее сообщение об ошибке больше не действует."
            : "Frontpad: the order was sent\(number). The earlier message about a failure no longer applies."
    }

    func sentAfterAllSubject(order: String) -> String {
        language == .ru ? "Заказ \(order) передан во Frontpad" : "Order \(order) was sent to Frontpad"
    }

    /// A person has found an order in doubt.
    func foundByPerson(number: String) -> String {
        language == .ru
            ? "Frontpad: заказ найден там, № \(number). Вводить его не нужно."
            : "Frontpad: the order was found there, No. \(number). Do not enter it."
    }

    func foundByPersonSubject(order: String) -> String {
        language == .ru ? "Заказ \(order) найден во Frontpad" : "Order \(order) was found in Frontpad"
    }

    /// A person did not find an order in doubt.
    func sendingAgain() -> String {
        language == .ru
            ? "Frontpad: заказа там нет, он отправляется заново. Не вводите его вручную."
            : "Frontpad: the order is not there and is sent again. Do not enter it by hand."
    }

    /// It is now certain that the CRM does not have the order.
    func lateRefusal(reason: String) -> String {
        language == .ru
            ? "Frontpad: теперь известно, что заказ там НЕ принят: \(reason). Если его ещё не ввели вручную, введите или "
                + "отправьте ещё раз."
            : "Frontpad: it is known now that the order was NOT taken: \(reason). If nobody has entered it by hand yet, "
                + "enter it or send it again."
    }

    func twiceSubject(order: String) -> String {
        language == .ru ? "Заказ \(order) во Frontpad дважды" : "Order \(order) is in Frontpad twice"
    }

    /// - Parameter ids: the API ids of the order in the CRM.
    func twice(ids: [String]) -> String {
        let names = ids.joined(separator: language == .ru ? " и № " : " and No. ")
        return language == .ru
            ? "Frontpad: заказ принят дважды: № \(names). Отмените во Frontpad один из них."
            : "Frontpad: the order was taken twice: No. \(names). Cancel one of them in Frontpad."
    }

    /// One attempt has reached the CRM; nobody knows about another one.
    func perhapsTwice(number: String?) -> String {
        let name = number.map { " № \($0)" } ?? ""
        let english = number.map { " No. \($0)" } ?? ""
        return language == .ru
            ? "Frontpad: заказ\(name) принят, но отправлялся ещё раз, и ответа не было. Найдите его во Frontpad по телефону: "
                + "если заказов два, отмените второй."
            : "Frontpad: the order\(english) was taken, but it was sent once more and no answer came. Look for it in Frontpad "
                + "by phone: if there are two, cancel the second one."
    }

    func pollingEndedSubject() -> String {
        language == .ru
            ? "Frontpad больше не сообщает статусы по запросу" : "Frontpad no longer answers questions for statuses"
    }

    /// - Parameter hasWebhooks: whether the CRM reports statuses by webhook.
    func pollingEnded(hasWebhooks: Bool) -> String {
        let head =
            language == .ru
            ? "Этот аккаунт больше не отвечает на get_status: опрос статусов выключен."
            : "This account no longer answers get_status: orders are not asked after any more."
        let tail =
            switch (hasWebhooks, language) {
            case (true, .ru): "Статусы приходят вебхуками (frontpadapi_hook_url), делать ничего не нужно."
            case (true, .en): "Statuses come by webhooks (frontpadapi_hook_url); there is nothing to do."
            case (false, .ru):
                "Чтобы статусы приходили, укажите frontpadapi_hook_url и frontpadapi_hook_statuses и перезапустите "
                    + "программу Frontpad."
            case (false, .en):
                "For statuses to come, set frontpadapi_hook_url and frontpadapi_hook_statuses and restart the Frontpad "
                    + "program."
            }
        return head + "\n\n" + tail + "\n"
    }

    func checkFailedSubject(order: String) -> String {
        language == .ru ? "Статус заказа \(order) не получен" : "The status of order \(order) cannot be had"
    }

    /// The CRM has the order, but its status cannot be read.
    func checkFailed(reason: String) -> String {
        language == .ru
            ? "Frontpad: заказ был передан, но его статус не получен: \(reason). Проверьте заказ во Frontpad."
            : "Frontpad: the order was sent, but its status cannot be had: \(reason). Look at it in Frontpad."
    }

    /// A look-up by phone found an order that may be the one in doubt.
    func foundByPhone(status: String) -> String {
        language == .ru
            ? "Frontpad: сегодня на этот телефон там есть заказ (статус «\(status)»). Скорее всего, это он: проверьте."
            : "Frontpad: it has an order of today under this phone (status «\(status)»). Most likely this one: check."
    }

    func shopMissedSubject(order: String) -> String {
        language == .ru ? "Магазин не узнал о заказе \(order)" : "The shop was not told of order \(order)"
    }

    /// The shop's command has failed for days.
    func shopMissed(status: Int?, comment: String?, error: String) -> String {
        let russian = [
            "Команда магазина (frontpadapi_shop_command) не работает: \(error).",
            status.map { "Статус, который не установлен: \($0)." }, comment.map { "Комментарий: \($0)" },
            "Исправьте команду; что она пропустила, внесите в заказ вручную.",
        ]
        let english = [
            "The shop's command (frontpadapi_shop_command) does not work: \(error).",
            status.map { "The status that was not set: \($0)." }, comment.map { "The comment: \($0)" },
            "Mend the command, and enter in the order by hand what it has missed.",
        ]
        return (language == .ru ? russian : english).compactMap { $0 }.joined(separator: "\n") + "\n"
    }

    func breakerSubject() -> String {
        language == .ru ? "Frontpad не принимает заказы: они ждут" : "Frontpad takes no orders: they wait"
    }

    func breakerBody(explanation: String, whatToDo: String) -> String {
        language == .ru
            ? "Frontpad отказывает в приёме заказов: \(explanation).\n\nЗаказы не потеряны: они ждут и уйдут сами, по "
                + "порядку, как только Frontpad начнёт их принимать.\n\nЧто сделать: \(whatToDo).\n"
            : "Frontpad refuses orders: \(explanation).\n\nNo order is lost: they wait and leave by themselves, in "
                + "their order, as soon as Frontpad takes them.\n\nWhat to do: \(whatToDo).\n"
    }

    func deadlinePassed(lastError: String?) -> String {
        let tail = lastError.map { language == .ru ? " (последняя ошибка: \($0))" : " (the last error: \($0))" } ?? ""
        return language == .ru
            ? "истекло время ожидания отправки\(tail)" : "the time for sending it has run out\(tail)"
    }

    func workerDied() -> String {
        language == .ru
            ? "программа остановилась во время отправки" : "the program stopped in the middle of sending"
    }

    func diesWithIt(_ error: String) -> String {
        language == .ru ? "программа не может обработать заказ: \(error)" : "the program cannot handle it: \(error)"
    }

    func unusableDocument(_ error: String) -> String {
        language == .ru ? "данные заказа повреждены: \(error)" : "the order's data cannot be used: \(error)"
    }

    func noDocument() -> String {
        language == .ru ? "данные заказа не пришли из магазина" : "the shop did not send the data of the order"
    }

    func removedFromShop() -> String {
        language == .ru ? "заказ удалён из магазина до отправки" : "the shop removed the order before it was sent"
    }

    func cancelledByPerson() -> String {
        language == .ru ? "отправка отменена человеком" : "a person has cancelled the sending"
    }
}

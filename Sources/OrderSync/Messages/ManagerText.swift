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
            "Frontpad: заказ НЕ передан. Причина: \(reason). Устраните причину и попросите администратора отправить заказ "
                + "ИЛИ введите его во Frontpad вручную. Не делайте и то и другое."
        case (.notSent(let reason), .en):
            "Frontpad: the order was NOT sent. Reason: \(reason). Remove the cause and ask the administrator to send the "
                + "order, OR enter it in Frontpad by hand. Do not do both."
        case (.inDoubt(let evidence), .ru):
            "Frontpad: неизвестно, принят ли заказ (\(evidence)). Найдите его во Frontpad по телефону и сумме. Нет во "
                + "Frontpad? Выберите ОДНО: введите вручную и сообщите администратору номер ИЛИ попросите его отправить "
                + "заказ заново. Сам он не отправится."
        case (.inDoubt(let evidence), .en):
            "Frontpad: it is not known whether it has the order (\(evidence)). Look for it in Frontpad by phone and sum. Not "
                + "there? Choose ONE: enter it by hand and tell the administrator its number, OR ask the administrator to "
                + "send it again. It is not sent again by itself."
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

    /// - Parameter name: means this order and no other, for the command.
    func body(_ trouble: Trouble, order: CRMOrder, name: String) -> String {
        let lines =
            [orderLine(order)] + details(of: order) + ["", comment(trouble), "", commandLine(trouble, name: name)]
        return lines.joined(separator: "\n") + "\n"
    }

    func orderLine(_ order: CRMOrder) -> String {
        language == .ru ? "Заказ \(order.name)" : "Order \(order.name)"
    }

    private func commandLine(_ trouble: Trouble, name: String) -> String {
        switch trouble {
        case .notSent:
            forAdministrator(
                language == .ru ? "отправить заказ ещё раз" : "to send the order again",
                "frontpad-enqueue send \(name)")
        case .inDoubt:
            forAdministrator(
                language == .ru ? "заказ во Frontpad есть" : "Frontpad has the order",
                "frontpad-queue resolve \(name) --sent \(language == .ru ? "НОМЕР" : "NUMBER")")
                + "\n"
                + forAdministrator(
                    language == .ru ? "заказа нет, отправить его" : "it does not, send the order",
                    "frontpad-queue resolve \(name) --not-sent")
        }
    }

    /// The last lines of an e-mail: what only somebody at the server can do.
    func forAdministrator(_ purpose: String, _ command: String) -> String {
        language == .ru ? "Администратору, \(purpose): \(command)" : "For the administrator, \(purpose): \(command)"
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
            case (let number?, .en): "Frontpad: the order was accepted, No. \(number)."
            case (nil, .en): "Frontpad: the order was accepted."
            }
        return ([head] + remarks.map { $0 + "." }).joined(separator: " ")
    }

    /// - Parameter onlyStopped: whether the only remark is that a product is on the stop list.
    func acceptedSubject(order: String, onlyStopped: Bool) -> String {
        switch (onlyStopped, language) {
        case (false, .ru): "Заказ \(order) принят не полностью: исправьте его во Frontpad"
        case (false, .en): "Order \(order) was not accepted whole: correct it in Frontpad"
        case (true, .ru): "Заказ \(order): проверьте товар из стоп-листа"
        case (true, .en): "Order \(order): check the product on the stop list"
        }
    }

    /// The body of an e-mail about one order.
    func body(about order: CRMOrder, _ comment: String) -> String {
        ([orderLine(order)] + details(of: order) + ["", comment]).joined(separator: "\n") + "\n"
    }

    /// The order was accepted after all, although we had said that it was not.
    func lateAcceptance(order: String, number: String?) -> String {
        let place = number.map { language == .ru ? " (№ \($0) во Frontpad)" : " (No. \($0) in Frontpad)" } ?? ""
        return language == .ru
            ? "Заказ \(order) всё-таки принят\(place). Не вводите его; если уже ввели — спишите лишний."
            : "Order \(order) was accepted after all\(place). Do not enter it; if you have entered it, cancel one of the two."
    }

    func lateAcceptanceSubject(order: String) -> String {
        language == .ru ? "Заказ \(order) всё-таки принят во Frontpad" : "Order \(order) was accepted after all"
    }

    /// An order that failed was sent again, and the CRM has it now.
    func sentAfterAll(order: String, number: String?) -> String {
        let place = number.map { language == .ru ? " (№ \($0))" : " (No. \($0))" } ?? ""
        return language == .ru
            ? "Заказ \(order) передан во Frontpad\(place). Прежнее сообщение об ошибке больше не действует."
            : "Order \(order) was sent to Frontpad\(place). The earlier message about a failure no longer applies."
    }

    func sentAfterAllSubject(order: String) -> String {
        language == .ru ? "Заказ \(order) передан во Frontpad" : "Order \(order) was sent to Frontpad"
    }

    /// A person has found an order in doubt.
    func foundByPerson(order: String, number: String) -> String {
        language == .ru
            ? "Заказ \(order) найден во Frontpad, № \(number). Не вводите его."
            : "Order \(order) was found in Frontpad, No. \(number). Do not enter it."
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
            ? "Frontpad: теперь известно, что заказа там нет: \(reason). Если его ещё не ввели вручную, введите его ИЛИ "
                + "попросите администратора отправить заказ."
            : "Frontpad: it is known now that it does not have the order: \(reason). If nobody has entered it by hand yet, "
                + "enter it OR ask the administrator to send it."
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

    func checkFailedSubject(order: String) -> String {
        language == .ru ? "Статус заказа \(order) неизвестен" : "The status of order \(order) is not known"
    }

    /// The CRM has the order, but its status cannot be read.
    func checkFailed(reason: String) -> String {
        language == .ru
            ? "Frontpad: заказ передан, но его статус не удаётся узнать: \(reason). Посмотрите заказ во Frontpad."
            : "Frontpad: the order was sent, but its status cannot be read: \(reason). Look at the order in Frontpad."
    }

    /// A look-up by phone found an order that may be the one in doubt.
    func foundByPhone(status: String) -> String {
        language == .ru
            ? "Frontpad: сегодня на этот телефон там есть заказ (статус «\(status)»). Скорее всего, это он: проверьте его."
            : "Frontpad: it has an order of today under this phone (status «\(status)»). Most likely it is this one: check it."
    }

    func shopMissedSubject(order: String) -> String {
        language == .ru ? "Магазин не узнал о заказе \(order)" : "The shop was not told about order \(order)"
    }

    /// The shop's command has failed for days.
    func shopMissed(status: Int?, comment: String?, error: String) -> String {
        let russian = [
            "В заказе магазина не записано то, что пришло из Frontpad. Внесите это в заказ вручную:",
            status.map { "Статус: \($0)." }, comment.map { "Комментарий: \($0)" }, "",
            "Администратору: команда магазина (frontpadapi_shop_command) не работает: \(error).",
        ]
        let english = [
            "The order in the shop lacks what came from Frontpad. Enter it in the order by hand:",
            status.map { "Status: \($0)." }, comment.map { "Comment: \($0)" }, "",
            "For the administrator: the shop's command (frontpadapi_shop_command) does not work: \(error).",
        ]
        return (language == .ru ? russian : english).compactMap { $0 }.joined(separator: "\n") + "\n"
    }

    /// - Parameter milliseconds: how long it was tried.
    func deadlinePassed(after milliseconds: Int64, lastError: String?) -> String {
        let hours = max(1, milliseconds / 3_600_000)
        let tail = lastError.map { " (\($0))" } ?? ""
        return language == .ru
            ? "за \(hours) ч не удалось передать заказ\(tail)" : "it could not be sent within \(hours) hours\(tail)"
    }

    func workerDied() -> String {
        language == .ru
            ? "программа остановилась во время отправки" : "the program stopped in the middle of sending"
    }

    func diesWithIt(_ error: String) -> String {
        language == .ru ? "программа не может обработать заказ" : "the program cannot handle it: \(error)"
    }

    /// - Parameter path: of the value that cannot be used; the whole error is in the order's story.
    func unusableDocument(path: String) -> String {
        let place = path.isEmpty ? "" : " (\(path))"
        return language == .ru ? "данные заказа повреждены\(place)" : "the data of the order is damaged\(place)"
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

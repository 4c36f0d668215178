extension Doubt {
    /// The text for the manager in the order's comment and in the e-mail.
    var message: Message {
        Message(
            ru:
                "Неизвестно, попал ли заказ во Frontpad (\(reason.ru)). Найдите его там по телефону и сумме; полный телефон — в "
                + "заказе магазина. Нашли — сообщите администратору номер заказа во Frontpad и ничего не вводите. Не нашли — "
                + "введите заказ вручную и сообщите администратору номер, который дал Frontpad, ЛИБО попросите администратора "
                + "отправить заказ. Только одно из двух.",
            en:
                "It is not known whether Frontpad has this order (\(reason.en)). Look for it there by phone and total; the full "
                + "phone number is in the shop’s order. If it is there, give the administrator its Frontpad number and enter "
                + "nothing. If it is not, EITHER enter it by hand and give the administrator its new Frontpad number, OR ask the "
                + "administrator to send it. Only one of the two.")
    }

    static func subject(order: String) -> Message {
        Message(ru: "Проверьте заказ \(order) во Frontpad", en: "Look for order \(order) in Frontpad")
    }

    /// The reason for the doubt in a few words.
    var reason: Message {
        switch self {
        case .timedOut: Message(ru: "Frontpad не ответил вовремя", en: "Frontpad did not answer in time")
        case .connectionBroke:
            Message(
                ru: "связь оборвалась после отправки заказа", en: "the connection broke after the order had left")
        case .unreadableAnswer(let status):
            Message(
                ru: "непонятный ответ Frontpad, HTTP \(status)", en: "Frontpad’s answer cannot be read, HTTP \(status)")
        case .workerDied:
            Message(
                ru: "программа остановилась во время отправки", en: "the program stopped in the middle of sending")
        case .restored:
            Message(
                ru: "база восстановлена из резервной копии, а заказ мог уйти уже после её создания",
                en:
                    "the database was restored from a backup, and the order may have been sent after the backup was made"
            )
        }
    }

    /// The lines for the administrator at the end of the e-mail.
    ///
    /// - Parameter name: a name for commands that means only this order.
    static func administratorLines(name: Message) -> [Message] {
        [
            .administrator(
                Message(
                    ru: "Заказ есть во Frontpad (найден или введён вручную)",
                    en: "Frontpad has the order (found or entered by hand)"),
                Message(
                    ru: "frontpad-queue resolve \(name.ru) --sent ", en: "frontpad-queue resolve \(name.en) --sent ")
                    + numberInFrontpad),
            .administrator(
                Message(ru: "Заказа нет, отправить его", en: "Frontpad does not have it, send it"),
                Message(
                    ru: "frontpad-queue resolve \(name.ru) --not-sent",
                    en: "frontpad-queue resolve \(name.en) --not-sent")),
        ]
    }

    static let numberInFrontpad = Message(ru: "НОМЕР_ВО_FRONTPAD", en: "FRONTPAD_NUMBER")
}

/// Messages to the manager about an order that was in doubt.
enum DoubtMessages {
    /// It is now certain that the CRM does not have the order.
    ///
    /// - Parameter resend: what sends a failed order again in the shop.
    static func lateRefusal(_ failure: SendFailure, resend: ShopResend) -> Message {
        let advice = failure.wholeAdvice(resend: resend).inSentence
        return Message(
            ru:
                "Теперь точно известно: заказа во Frontpad нет (\(failure.reason.ru)). Если его уже ввели вручную, ничего не "
                + "делайте. Если нет, \(advice.ru)",
            en:
                "It is now certain that Frontpad does not have the order (\(failure.reason.en)). If someone has already entered "
                + "it by hand, do nothing. If not, \(advice.en)")
    }

    /// A look-up by phone number found an order of today that may be the order in doubt.
    static func foundByPhone(status: String) -> Message {
        Message(
            ru:
                "На этот телефон во Frontpad сегодня есть заказ (статус «\(status)»). Сравните состав и сумму. Совпали — это "
                + "он, не вводите его ещё раз.",
            en:
                "Frontpad has an order from today for this phone (status “\(status)”). Compare the items and the total. If they "
                + "match, this is the order: do not enter it again.")
    }

    /// A person has found the order in the CRM or has entered it there.
    static func foundByPerson(number: String) -> Message {
        Message(
            ru: "Заказ есть во Frontpad, № \(number). Больше ничего не нужно делать.",
            en: "The order is in Frontpad as No. \(number). There is nothing more to do.")
    }

    static func foundByPersonSubject(order: String) -> Message {
        Message(ru: "Заказ \(order) есть во Frontpad", en: "Order \(order) is in Frontpad")
    }

    /// A person did not find the order in the CRM.
    static let sendingAgain = Message(
        ru:
            "Заказа во Frontpad нет, он отправляется заново. Не вводите его. Если уже ввели, сразу сообщите администратору.",
        en: "The order is not in Frontpad and is being sent again. Do not enter it. If you already have, tell the "
            + "administrator at once.")

    /// The CRM accepted the order, although an earlier message said that it did not or that nobody knows.
    static func lateAcceptance(number: String?) -> Message {
        let place = number.map { Message(ru: " (№ \($0) во Frontpad)", en: " (No. \($0) in Frontpad)") } ?? .empty
        return Message(
            ru: "Заказ всё-таки принят\(place.ru). Не вводите его. Если уже ввели — отмените введённый вручную.",
            en:
                "The order was accepted after all\(place.en). Do not enter it. If you already have, cancel the one you entered."
        )
    }

    static func lateAcceptanceSubject(order: String) -> Message {
        Message(ru: "Заказ \(order) всё-таки принят во Frontpad", en: "Order \(order) was accepted after all")
    }

    static func manyInDoubtSubject(count: Int) -> Message {
        Message(
            ru: "Проверьте заказы во Frontpad (\(count))", en: "Check \(count.english("order", "orders")) in Frontpad")
    }

    /// One message about all orders that a person has marked as in doubt together after a restore.
    ///
    /// - Parameter orders: the orders, each with the details that help to find it.
    static func manyInDoubt(orders: Message) -> Message {
        let head = Message(
            ru:
                "Неизвестно, попали ли эти заказы во Frontpad: база восстановлена из резервной копии, а заказы могли уйти уже "
                + "после её создания. Найдите каждый во Frontpad по телефону и сумме. Нашли — сообщите администратору номер "
                + "заказа во Frontpad. Не нашли — введите заказ вручную и сообщите номер ЛИБО попросите администратора "
                + "отправить его. Только одно из двух.",
            en:
                "It is not known whether Frontpad has these orders: the database was restored from a backup, and they may have "
                + "been sent after that backup was made. Look for each one in Frontpad by phone and total. If it is there, give "
                + "the administrator its Frontpad number. If not, EITHER enter it by hand and give the administrator the new "
                + "number, OR ask the administrator to send it. Only one of the two.")
        let commands = Doubt.administratorLines(name: .anyOrder).joined(separator: "\n")
        return Message(
            ru: "\(head.ru)\n\n\(orders.ru)\n\n\(commands.ru)\n"
                + "ЗАКАЗ — номер из этого списка.",
            en: "\(head.en)\n\n\(orders.en)\n\n\(commands.en)\n"
                + "ORDER is a number from this list.")
    }
}

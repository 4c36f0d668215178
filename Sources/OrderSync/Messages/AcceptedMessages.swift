/// Messages to the manager about an order that the CRM has.
enum AcceptedMessages {
    /// The CRM has the order, but some parts of it differ from what the customer entered.
    ///
    /// - Parameters:
    ///   - number: the order's number in the CRM.
    ///   - remarks: whole sentences about the differences.
    static func withRemarks(number: String?, _ remarks: [Message]) -> Message {
        let head =
            number.map { Message(ru: "Заказ принят, № \($0).", en: "The order was accepted as No. \($0).") }
            ?? Message(ru: "Заказ принят.", en: "The order was accepted.")
        return ([head] + remarks).joined(separator: " ")
    }

    /// - Parameter onlyStopped: whether the only remark is that a product is on the stop list.
    static func subject(order: String, onlyStopped: Bool) -> Message {
        onlyStopped
            ? Message(
                ru: "Заказ \(order): проверьте товар из стоп-листа",
                en: "Order \(order): check the product on the stop list")
            : Message(
                ru: "Заказ \(order) принят, но его нужно исправить во Frontpad",
                en: "Order \(order) was accepted, but must be corrected in Frontpad")
    }

    /// An order that failed was sent again, and the CRM has it now.
    static func sentAfterFailure(number: String?) -> Message {
        let place = number.map { Message(ru: " (№ \($0))", en: " (No. \($0))") } ?? .empty
        let keep = number.map { Message(ru: ", а № \($0) оставьте", en: " and keep No. \($0)") } ?? .empty
        return Message(
            ru: "Заказ передан во Frontpad\(place.ru). Не вводите его вручную. Если уже ввели — отмените введённый "
                + "вручную\(keep.ru).",
            en:
                "The order is now in Frontpad\(place.en). Do not enter it by hand. If you already have, cancel the one you "
                + "entered\(keep.en).")
    }

    static func sentAfterFailureSubject(order: String) -> Message {
        Message(ru: "Заказ \(order) передан во Frontpad", en: "Order \(order) is now in Frontpad")
    }

    static func twiceSubject(order: String) -> Message {
        Message(ru: "Заказ \(order) во Frontpad дважды", en: "Order \(order) is in Frontpad twice")
    }

    /// The CRM accepted the order several times. The queue follows the id that the CRM confirmed first.
    ///
    /// - Parameter ids: the names from ``name(number:id:)``, at least two. The first is the one that the CRM confirmed
    ///   first.
    static func twice(ids: [Message]) -> Message {
        let (all, extra) = (list(ids), list(Array(ids.dropFirst())))
        let times =
            ids.count == 2
            ? Message(ru: "дважды", en: "twice")
            : Message(ru: ids.count.russian("раз", "раза", "раз"), en: ids.count.english("time", "times"))
        return Message(
            ru:
                "Заказ принят \(times.ru): \(all.ru). Оставьте \(ids[0].ru) и отмените \(extra.ru), пока кухня не приготовила "
                + "лишнее.",
            en:
                "The order was accepted \(times.en): \(all.en). Keep \(ids[0].en) and cancel \(extra.en) before the kitchen makes "
                + "it twice.")
    }

    /// Returns a list such as «A, B и C».
    private static func list(_ names: [Message]) -> Message {
        guard let last = names.last, names.count > 1 else { return names.first ?? .empty }
        let others = names.dropLast().map { $0 }.joined(separator: ", ")
        return Message(ru: "\(others.ru) и \(last.ru)", en: "\(others.en) and \(last.en)")
    }

    /// - Parameters:
    ///   - number: the order's number in Frontpad, or nil if only the id of the API is known.
    static func name(number: String?, id: String) -> Message {
        number.map { Message(ru: "№ \($0)", en: "No. \($0)") }
            ?? Message(ru: "заказ с id \(id) в API", en: "the order with the API id \(id)")
    }

    static func perhapsTwiceSubject(order: String) -> Message {
        Message(ru: "Заказ \(order), возможно, во Frontpad дважды", en: "Order \(order) may be in Frontpad twice")
    }

    /// One attempt has reached the CRM. Nobody knows whether a later attempt has reached it too.
    static func perhapsTwice(number: String?) -> Message {
        let head =
            number.map { Message(ru: "Заказ принят, № \($0).", en: "The order was accepted as No. \($0).") }
            ?? Message(ru: "Заказ принят.", en: "The order was accepted.")
        let extra =
            number.map { Message(ru: "отмените тот, который НЕ № \($0)", en: "cancel the one that is NOT No. \($0)") }
            ?? Message(ru: "отмените тот, который пришёл позже", en: "cancel the later one")
        return Message(
            ru:
                "\(head.ru) Он отправлялся ещё раз, и ответа на вторую отправку не было. Найдите его во Frontpad по телефону. "
                + "Если заказов два, \(extra.ru).",
            en:
                "\(head.en) It was sent a second time, and Frontpad did not answer. Look for it in Frontpad by phone. If there "
                + "are two, \(extra.en).")
    }

    static func statusUnknownSubject(order: String) -> Message {
        Message(ru: "Статус заказа \(order) неизвестен", en: "The status of order \(order) is not known")
    }

    /// The CRM accepted the order before, but now answers that it does not know the order.
    static let notFoundAnyMore = Message(
        ru:
            "Frontpad больше не находит этот заказ. Найдите его во Frontpad по телефону. Если его там нет, спросите кухню и гостя, "
            + "прежде чем вводить его снова.",
        en:
            "Frontpad can no longer find this order. Look for it there by phone. If it is not there, check with the kitchen and "
            + "the customer before you enter it again.")

    /// - Parameter reason: the reason as the end of a sentence.
    static func statusUnknown(reason: Message) -> Message {
        Message(
            ru: "Frontpad не сообщает статус этого заказа: \(reason.ru). Посмотрите статус во Frontpad.",
            en: "Frontpad does not report the status of this order: \(reason.en). Look the status up in Frontpad.")
    }
}

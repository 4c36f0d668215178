internal import Frontpad
internal import Shop

/// A change in the shop after the order was sent, and the messages to the manager about it.
enum ShopChange: Sendable, Hashable {
    case edited([OrderDifference.Change])
    case cancelled
    /// The order was cancelled and the manager was told. Now the order is no longer cancelled.
    case uncancelled

    /// A name that distinguishes the e-mails, because one job can report two changes in separate e-mails.
    var name: String {
        switch self {
        case .edited: "edited"
        case .cancelled: "cancelled"
        case .uncancelled: "uncancelled"
        }
    }

    /// - Parameter isCertain: true if the CRM has the order, and false if it may have it.
    func subject(order: String, isCertain: Bool) -> Message {
        switch (self, isCertain) {
        case (.edited, true):
            Message(
                ru: "Заказ \(order) изменён в магазине: исправьте его во Frontpad",
                en: "Order \(order) was changed in the shop: correct it in Frontpad")
        case (.edited, false):
            Message(
                ru: "Заказ \(order) изменён в магазине: найдите его во Frontpad",
                en: "Order \(order) was changed in the shop: look for it in Frontpad")
        case (.cancelled, true):
            Message(
                ru: "Заказ \(order) отменён в магазине: отмените его во Frontpad",
                en: "Order \(order) was cancelled in the shop: cancel it in Frontpad")
        case (.cancelled, false):
            Message(
                ru: "Заказ \(order) отменён в магазине: проверьте, нет ли его во Frontpad",
                en: "Order \(order) was cancelled in the shop: check Frontpad")
        case (.uncancelled, _):
            Message(ru: "Заказ \(order) снова нужен", en: "Order \(order) is wanted again")
        }
    }

    /// - Parameters:
    ///   - number: the order's number in the CRM.
    ///   - isCertain: true if the CRM has the order, and false if it may have it.
    ///   - isInMail: whether the message is for an e-mail. In an e-mail each change has its own line.
    func message(number: String?, isCertain: Bool, isInMail: Bool) -> Message {
        let place = number.map { Message(ru: " № \($0)", en: " No. \($0)") } ?? .empty
        switch (self, isCertain) {
        case (.edited(let changes), true):
            let list = ShopChange.list(changes, isInMail: isInMail)
            return Message(
                ru: "Заказ изменён в магазине. Исправьте заказ\(place.ru) во Frontpad:\(list.ru)",
                en: "The order was changed in the shop. Correct order\(place.en) in Frontpad:\(list.en)")
        case (.edited(let changes), false):
            let list = ShopChange.list(changes, isInMail: isInMail)
            return Message(
                ru:
                    "Заказ изменён в магазине, а попал ли он во Frontpad, неизвестно. Найдите его во Frontpad по телефону. Есть — "
                    + "исправьте. Нет — вводите его уже с этими изменениями:\(list.ru)",
                en:
                    "The order was changed in the shop, and it is not known whether Frontpad has it. Look for it in Frontpad by "
                    + "phone. If it is there, correct it. If not, include these changes when you enter it:\(list.en)")
        case (.cancelled, true):
            return Message(
                ru: "Заказ отменён в магазине. Отмените заказ\(place.ru) во Frontpad.",
                en: "The order was cancelled in the shop. Cancel order\(place.en) in Frontpad.")
        case (.cancelled, false):
            return Message(
                ru:
                    "Заказ отменён в магазине, но мог попасть на кухню. Найдите его во Frontpad по телефону. Есть — отмените. Нет — "
                    + "ничего не вводите и не просите отправить его.",
                en:
                    "The order was cancelled in the shop, but it may have reached the kitchen. Look for it in Frontpad by phone. "
                    + "If it is there, cancel it. If not, do not enter it and do not ask for it to be sent.")
        case (.uncancelled, true):
            return Message(
                ru:
                    "Заказ снова нужен: его отмену в магазине отменили. Если вы уже отменили заказ\(place.ru) во Frontpad, верните "
                    + "его в работу.",
                en:
                    "The order is wanted again: it is no longer cancelled in the shop. If you cancelled order\(place.en) in "
                    + "Frontpad, restore it there.")
        case (.uncancelled, false):
            return Message(
                ru:
                    "Заказ снова нужен: его отмену в магазине отменили. Найдите его во Frontpad по телефону. Если он там отменён, "
                    + "верните его в работу. Если его там нет, введите его вручную и сообщите номер администратору.",
                en:
                    "The order is wanted again: it is no longer cancelled in the shop. Look for it in Frontpad by phone. If it is "
                    + "cancelled there, restore it. If it is not there, enter it by hand and give the administrator its number."
            )
        }
    }

    private static func list(_ changes: [OrderDifference.Change], isInMail: Bool) -> Message {
        let words = changes.map(\.words).joined(separator: isInMail ? "\n– " : "; ")
        let (before, after) = isInMail ? ("\n– ", "") : (" ", ".")
        return Message(ru: before + words.ru + after, en: before + words.en + after)
    }
}

extension OrderDifference.Change {
    fileprivate var words: Message {
        switch self {
        case .added(let line, let count):
            return Message(ru: "добавлено «\(line)» × \(count)", en: "“\(line)” × \(count) was added")
        case .removed(let line, let count):
            return Message(ru: "убрано «\(line)» × \(count)", en: "“\(line)” × \(count) was removed")
        case .count(let line, let from, let to):
            return Message(ru: "«\(line)»: было \(from), стало \(to)", en: "“\(line)”: \(from) before, \(to) now")
        case .sum(let from, let to):
            let (from, to) = (Message.value(from.map(Self.money)), Message.value(to.map(Self.money)))
            return Message(ru: "сумма: \(from.ru) → \(to.ru)", en: "total: \(from.en) → \(to.en)")
        case .field(.phone, _, _):
            return Message(ru: "новый телефон — в заказе магазина", en: "new phone: see the shop’s order")
        case .field(let field, let from, let to):
            let (from, to) = (Message.value(from), Message.value(to))
            return Message(
                ru: "\(field.name.ru): \(from.ru) → \(to.ru)", en: "\(field.name.en): \(from.en) → \(to.en)")
        }
    }

    private static func money(_ text: String) -> String { Money(text)?.words ?? text }
}

extension Message {
    fileprivate static func value(_ text: String?) -> Message {
        text.map { Message(ru: $0, en: $0) } ?? Message(ru: "не указано", en: "none")
    }
}

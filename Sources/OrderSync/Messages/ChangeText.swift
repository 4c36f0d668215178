internal import Frontpad
internal import Intake
internal import Shop

/// What a manager reads about an order that was changed in the shop after it was sent.
extension ManagerText {
    enum ShopChange: Sendable, Hashable {
        case edited([OrderDifference.Change])
        case cancelled
        /// It was cancelled, the manager was told, and it is not cancelled any more.
        case uncancelled
    }

    func subject(_ change: ShopChange, order: String) -> String {
        switch (change, language) {
        case (.edited, .ru): "Заказ \(order) изменён в магазине: исправьте его во Frontpad"
        case (.edited, .en): "Order \(order) was changed in the shop: correct it in Frontpad"
        case (.cancelled, .ru): "Заказ \(order) отменён в магазине: отмените его во Frontpad"
        case (.cancelled, .en): "Order \(order) was cancelled in the shop: cancel it in Frontpad"
        case (.uncancelled, .ru): "Заказ \(order) снова действует"
        case (.uncancelled, .en): "Order \(order) is active again"
        }
    }

    /// - Parameter number: the order's number in the CRM.
    func comment(_ change: ShopChange, order: CRMOrder, number: String?) -> String {
        let place =
            switch (number, language) {
            case (let number?, .ru): " № \(number)"
            case (let number?, .en): " No. \(number)"
            case (nil, _): ""
            }
        let isCertain = order.state == .sent
        switch (change, language) {
        case (.edited(let changes), .ru):
            return "Frontpad: заказ изменён в магазине после отправки: "
                + changes.map { words($0) }.joined(separator: "; ")
                + (isCertain
                    ? ". Исправьте заказ\(place) во Frontpad."
                    : ". Найдите заказ во Frontpad по телефону и исправьте, если он там есть.")
        case (.edited(let changes), .en):
            return "Frontpad: the order was changed in the shop after it was sent: "
                + changes.map { words($0) }.joined(separator: "; ")
                + (isCertain
                    ? ". Correct order\(place) in Frontpad."
                    : ". Look for the order in Frontpad by phone, and correct it if it is there.")
        case (.cancelled, .ru):
            return isCertain
                ? "Frontpad: заказ отменён в магазине после отправки. Отмените заказ\(place) во Frontpad."
                : "Frontpad: заказ отменён в магазине, но мог попасть на кухню. Найдите его во Frontpad по телефону и "
                    + "отмените, если он там есть."
        case (.cancelled, .en):
            return isCertain
                ? "Frontpad: the order was cancelled in the shop after it was sent. Cancel order\(place) in Frontpad."
                : "Frontpad: the order was cancelled in the shop, but the kitchen may have it. Look for it in Frontpad by "
                    + "phone, and cancel it if it is there."
        case (.uncancelled, .ru):
            return
                "Frontpad: отмена заказа снята в магазине. Если вы уже отменили его во Frontpad, верните его в работу."
        case (.uncancelled, .en):
            return "Frontpad: the shop has taken back the cancellation. If you have cancelled the order in Frontpad, "
                + "restore it there."
        }
    }

    func body(_ change: ShopChange, order: CRMOrder, number: String?) -> String {
        let name = language == .ru ? "Заказ \(order.name)" : "Order \(order.name)"
        return ([name] + details(of: order) + ["", comment(change, order: order, number: number)])
            .joined(separator: "\n") + "\n"
    }

    private func words(_ change: OrderDifference.Change) -> String {
        let nothing = language == .ru ? "не указано" : "none"
        switch (change, language) {
        case (.added(let line, let count), .ru): return "добавлено «\(line)» × \(count)"
        case (.added(let line, let count), .en): return "«\(line)» × \(count) was added"
        case (.removed(let line, let count), .ru): return "убрано «\(line)» × \(count)"
        case (.removed(let line, let count), .en): return "«\(line)» × \(count) was removed"
        case (.count(let line, let from, let to), .ru): return "«\(line)»: было \(from), стало \(to)"
        case (.count(let line, let from, let to), .en): return "«\(line)»: \(from) before, \(to) now"
        case (.sum(let from, let to), .ru): return "сумма \(money(from) ?? nothing) → \(money(to) ?? nothing)"
        case (.sum(let from, let to), .en): return "sum \(money(from) ?? nothing) → \(money(to) ?? nothing)"
        case (.field(.phone, _, _), .ru): return "другой телефон: он в заказе"
        case (.field(.phone, _, _), .en): return "another phone: see the order"
        case (.field(let field, let from, let to), .ru):
            return "\(OrderNotice.name(field, .ru)): \(from ?? nothing) → \(to ?? nothing)"
        case (.field(let field, let from, let to), .en):
            return "\(OrderNotice.name(field, .en)): \(from ?? nothing) → \(to ?? nothing)"
        }
    }

    private func money(_ text: String?) -> String? { text.map { Money($0)?.words ?? $0 } }

    /// The order has number, phone and lines of another one.
    func looksLikeCopy(of original: String) -> String {
        language == .ru
            ? "похож на копию заказа \(original): те же номер, телефон и состав, а тот уже передан во Frontpad"
            : "it looks like a copy of order \(original), which was sent to Frontpad: same number, phone and lines"
    }
}

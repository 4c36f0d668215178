/// Messages to the manager and the administrator about a restored database.
enum RestoreMessages {
    static let subject = Message(
        ru: "Отправка заказов во Frontpad остановлена: база восстановлена из резервной копии",
        en: "No orders are sent to Frontpad: the database was restored from a backup")

    /// - Parameter reason: the stored reason, which is in English.
    static func paused(reason: String) -> Message {
        var russian = reason
        for phrase in reasons { russian = russian.replacing(phrase.en, with: phrase.ru) }
        return Message(
            ru:
                "отправка остановлена: похоже, эта база — копия (\(russian)). Её заказы могли уйти раньше. Решите о них, "
                + "и отправка продолжится: frontpad-queue confirm",
            en:
                "sending is paused: this database seems to be a copy (\(reason)); its unsent orders may have been sent since: "
                + "frontpad-queue confirm lists them and lets sending go on")
    }

    /// The phrases of the stored reasons. They are used to translate a reason, in this order.
    static let reasons = [
        Message(ru: "это резервная копия на месте рабочей базы", en: "it is a backup that was put in place"),
        Message(
            ru: "файл базы теперь другой: его скопировали, перенесли или вернули",
            en: "the database file is another one than it was: it was copied, moved or put back"),
        Message(ru: "база старше файла ", en: "the database is older than the file "),
        Message(ru: " рядом с ней", en: " beside it"), Message(ru: "нет файла ", en: "the file "),
        Message(ru: "", en: " is missing"),
    ]

    /// - Parameter waiting: the number of orders that wait for a person's decision.
    static func body(waiting: Int) -> Message {
        let orders = Message(
            ru: waiting.russian(
                "заказ из неё, возможно, уже есть", "заказа из неё, возможно, уже есть",
                "заказов из неё, возможно, уже есть"),
            en: waiting.english("order in it may already be", "orders in it may already be"))
        let head = Message(
            ru:
                "Позвоните администратору: заказы из магазина не уходят на кухню, пока он не вмешается. Не вводите их вручную, "
                + "иначе они придут дважды. Базу восстановили из резервной копии; \(orders.ru) во Frontpad.",
            en:
                "Call the administrator: no shop orders reach the kitchen until the administrator acts. Do not enter them by hand, "
                + "or they will arrive twice. The database was restored from a backup; \(orders.en) in Frontpad.")
        let lines = administratorLines.joined(separator: "\n")
        return Message(ru: "\(head.ru)\n\n\(lines.ru)", en: "\(head.en)\n\n\(lines.en)")
    }

    private static var administratorLines: [Message] {
        let order = Message.anyOrder
        let confirm = Message(ru: "frontpad-queue confirm \(order.ru)", en: "frontpad-queue confirm \(order.en)")
        let resolve = Message(
            ru: "frontpad-queue resolve \(order.ru) --sent \(Doubt.numberInFrontpad.ru)",
            en: "frontpad-queue resolve \(order.en) --sent \(Doubt.numberInFrontpad.en)")
        return [
            Message(
                ru:
                    "Администратору. Найдите каждый заказ из списка во Frontpad и решите о нём. Список: frontpad-queue confirm",
                en: "For the administrator. Look for each order of the list in Frontpad and decide about it. The list: "
                    + "frontpad-queue confirm"),
            Message(ru: "Заказа нет, отправить его: \(confirm.ru)", en: "It is not there, send it: \(confirm.en)"),
            Message(
                ru: "Заказ есть, не отправлять: \(confirm.ru) --hold",
                en: "It is there, do not send it: \(confirm.en) --hold"),
            Message(ru: "Затем указать его номер: \(resolve.ru)", en: "Then give its number: \(resolve.en)"),
            Message(
                ru: "Ни одного из них нет, отправить все: frontpad-queue confirm --all",
                en: "None of them is there, send them all: frontpad-queue confirm --all"),
            Message(
                ru: "Пока не отправлять ни одного, решить о каждом позже: frontpad-queue confirm --none",
                en: "Send none for now, decide about each of them later: frontpad-queue confirm --none"),
            Message(
                ru: "ЗАКАЗ — номер или id из списка. После первого решения новые заказы уходят сами.",
                en: "ORDER is a number or id from the list. After the first decision new orders are sent automatically."
            ),
        ]
    }
}

internal import Frontpad

/// Messages to the manager about the whole account in the CRM.
enum AccountMessages {
    static let refusedSubject = Message(
        ru: "Frontpad не принимает заказы. Они ждут отправки", en: "Frontpad is not accepting orders; they are on hold")

    static func refused(_ code: FrontpadErrorCode) -> Message {
        let whatToDo =
            code.whatToDo.map { Message(ru: "Что сделать: \($0.ru).", en: "What to do: \($0.en).") }
            ?? Message(
                ru: "Ничего делать не нужно. Если не наладится за 10\u{A0}минут, позвоните администратору.",
                en: "There is nothing to do. If it lasts more than 10\u{A0}minutes, call the administrator.")
        let text = Message(
            ru: "Frontpad не принимает заказы: \(code.reason.ru).\n\n\(kitchenIsBlind.ru)\n\n\(whatToDo.ru)",
            en: "Frontpad is not accepting orders: \(code.reason.en).\n\n\(kitchenIsBlind.en)\n\n\(whatToDo.en)")
        guard code == .invalidSecret else { return text }
        return [text, .administrator(AlarmMessages.setSecret, AlarmMessages.secretCommand)].joined(separator: "\n\n")
    }

    /// What the administrator does about a wrong secret.
    static let copySecret = Message(
        ru: "скопируйте секрет API во Frontpad (Настройки → Общие) и введите его: \(AlarmMessages.secretCommand)",
        en: "copy the API secret from Frontpad (Settings → General), then \(AlarmMessages.secretCommand)")

    /// The message warns the manager, because orders that the manager enters in the meantime would arrive twice.
    static let kitchenIsBlind = Message(
        ru:
            "Кухня пока не видит новых заказов из магазина. Они не потеряны и уйдут сами, как только Frontpad начнёт их принимать. "
            + "Не вводите их вручную, иначе они придут дважды.",
        en:
            "The kitchen does not see new shop orders yet. They are safe and will be sent automatically, oldest first, once "
            + "Frontpad accepts orders. Do not enter them by hand, or they will arrive twice.")

    static let acceptedAgainSubject = Message(
        ru: "Frontpad снова принимает заказы", en: "Frontpad is accepting orders again")

    /// - Parameter waiting: the number of orders that have not been sent yet.
    static func acceptedAgain(waiting: Int) -> Message {
        let queue =
            waiting == 0
            ? Message(ru: "Все заказы отправлены.", en: "All orders have been sent.")
            : Message(
                ru: "В очереди \(waiting.russian("заказ", "заказа", "заказов")), отправка пойдёт сама.",
                en: "\(waiting.english("order is", "orders are")) in the queue and will be sent automatically.")
        return Message(
            ru: "Frontpad снова принимает заказы. \(queue.ru) \(ifEntered.ru)",
            en: "Frontpad is accepting orders again. \(queue.en) \(ifEntered.en)")
    }

    static let ifEntered = Message(
        ru: "Если какой-то из них вы уже ввели вручную, отмените введённый.",
        en: "If you entered any of them by hand, cancel the one you entered.")

    static let pollingEndedSubject = Message(
        ru: "Frontpad больше не сообщает статусы по запросу", en: "Frontpad no longer answers requests for statuses")

    /// - Parameter hasWebhooks: whether the CRM reports statuses by webhook.
    static func pollingEnded(hasWebhooks: Bool) -> Message {
        guard !hasWebhooks else {
            return Message(
                ru: "Ничего делать не нужно: статусы заказов теперь приходят другим способом (вебхуками).",
                en: "There is nothing to do: order statuses now arrive in another way (by webhook).")
        }
        let settings = Message.administrator(
            Message(
                ru: "Чтобы статусы снова приходили, укажите настройки", en: "For statuses to arrive again, set"),
            "frontpadapi_hook_url, frontpadapi_hook_statuses")
        return Message(
            ru:
                "Статусы заказов в магазине больше не обновляются. Перешлите это письмо администратору. Сами заказы уходят как "
                + "обычно.\n\n\(settings.ru)",
            en:
                "Order statuses in the shop are no longer updated. Forward this mail to the administrator. Orders are still sent "
                + "as usual.\n\n\(settings.en)")
    }
}

internal import Frontpad
internal import Intake
internal import JobQueue

/// Texts for the story of an order, which an administrator reads. The English texts are the names of events, states
/// and jobs that programs read. Details that only a programmer understands are in English in both languages.
enum StoryMessages {
    static func heading(name: String, state: CRMState, id: String?, number: String?) -> Message {
        var parts = [StoryMessages.state(state)]
        if let id { parts.append(Message(ru: "id в API \(id)", en: "CRM id \(id)")) }
        if let number { parts.append(Message(ru: "№ \(number)", en: "No. \(number)")) }
        let text = parts.joined(separator: ", ")
        return Message(ru: "заказ \(name): \(text.ru)", en: "order \(name): \(text.en)")
    }

    private static func state(_ state: CRMState) -> Message {
        switch state {
        case .new: Message(ru: "ещё не отправлен (new)", en: "new")
        case .sending: Message(ru: "отправляется (sending)", en: "sending")
        case .sent: Message(ru: "принят во Frontpad (sent)", en: "sent")
        case .inDoubt: Message(ru: "неизвестно, принят ли (in_doubt)", en: "in_doubt")
        case .failed: Message(ru: "не передан (failed)", en: "failed")
        }
    }

    static func severalIDs(_ ids: String) -> Message {
        Message(ru: "все id в API: \(ids)", en: "ids in Frontpad: \(ids)")
    }

    static func archived(id: Int64) -> Message {
        Message(
            ru: "магазин снова использовал его id: заказ \(id) — теперь другой",
            en: "the shop has used its id again: order \(id) is another one now")
    }

    static let cancelled = Message(ru: "заказ отменён в магазине", en: "the order was cancelled in the shop")
    static let removed = Message(ru: "заказ удалён из магазина", en: "the order was removed in the shop")

    static let jobColumns: [Message] = [
        Message(ru: "задание", en: "job"), Message(ru: "вид", en: "kind"), Message(ru: "состояние", en: "state"),
        Message(ru: "попытка", en: "attempt"), Message(ru: "время", en: "scheduled_at"),
        Message(ru: "причина", en: "reason"),
    ]

    /// - Parameters:
    ///   - event: the stored name of an event, or the kind of a job with the outcome of its attempt.
    ///   - detail: the stored detail. It is in the language of the settings or in English.
    static func entry(_ event: String, detail: String?) -> Message {
        let name = events.first { $0.en == event } ?? attempt(event) ?? Message(ru: event, en: event)
        guard let detail, !detail.isEmpty else { return name }
        var russian = detail
        for phrase in details[event] ?? [] { russian = russian.replacing(phrase.en, with: phrase.ru) }
        if event == "waits" || event == "poll_failed" { russian = FrontpadErrorCode(detail).reason.ru }
        return Message(ru: "\(name.ru): \(russian)", en: "\(name.en): \(detail)")
    }

    static let events: [Message] = [
        Message(ru: "заказ оформлен", en: "created"), Message(ru: "статус в магазине", en: "status"),
        Message(ru: "изменён в магазине", en: "changed"), Message(ru: "удалён из магазина", en: "removed"),
        Message(ru: "передан магазином заново", en: "import"), Message(ru: "в архиве", en: "archived"),
        Message(ru: "отменён", en: "cancelled"), Message(ru: "принят во Frontpad", en: "sent"),
        Message(ru: "не передан", en: "failed"), Message(ru: "неизвестно, принят ли", en: "in_doubt"),
        Message(ru: "что известно об ответе", en: "evidence"), Message(ru: "принят дважды", en: "twice"),
        Message(ru: "решение человека", en: "resolved"),
        Message(ru: "подтверждён после восстановления", en: "confirmed"),
        Message(ru: "скидка", en: "discount"), Message(ru: "ждёт", en: "waits"),
        Message(ru: "статус Frontpad", en: "crm_status"), Message(ru: "опрос статуса окончен", en: "poll_ended"),
        Message(ru: "статус не узнать", en: "poll_failed"), Message(ru: "найден по телефону", en: "found_by_phone"),
        Message(ru: "не найден по телефону", en: "not_found_by_phone"),
        Message(ru: "магазин обновлён", en: "shop_updated"), Message(ru: "магазин не обновлён", en: "shop_not_updated"),
        Message(ru: "менеджеру сообщили об изменении", en: "change_told"),
        Message(ru: "сам не уйдёт", en: "not_leaving"),
    ]

    /// The phrases that stored details may contain, for each event. They are used to translate the details.
    static let details: [String: [Message]] = [
        "created": [status], "status": [Message(ru: "", en: "status ")], "changed": [status], "removed": [status],
        "import": [status],
        "archived": [Message(ru: "магазин снова использовал его id", en: "the shop has used the id again")],
        "cancelled": [
            Message(ru: "удалён из магазина", en: "removed"), Message(ru: "статус отмены в магазине", en: "status"),
        ],
        "sent": [
            Message(ru: "id в API ", en: "CRM id "), Message(ru: "№ ", en: "No. "),
            Message(ru: "по вебхуку этой отправки", en: "by a webhook of the attempt"),
        ],
        "resolved": [
            Message(ru: "найден во Frontpad под номером ", en: "a person found it in the CRM as "),
            Message(ru: "во Frontpad его нет", en: "a person did not find it in the CRM"),
        ],
        "confirmed": [
            Message(
                ru: "до восстановления он не отправлялся", en: "a person says that it was not sent before the restore")
        ],
        "discount": [
            Message(ru: "по суммам магазина (sale_amount)", en: "from the sums of the shop, as sale_amount")
        ],
        "crm_status": [
            Message(ru: "статус в магазине", en: "the shop's status"), Message(ru: ", он уже такой", en: ", as it is"),
        ],
        "poll_ended": [
            Message(ru: "прошло дней, заданных в frontpadapi_check_days", en: "frontpadapi_check_days"),
            Message(ru: "", en: " are over"),
        ],
        "found_by_phone": [
            Message(
                ru: "сегодня на этот телефон есть заказ со статусом",
                en: "an order of today under this phone has the status")
        ],
        "not_found_by_phone": [
            Message(
                ru: "сегодня на этот телефон заказа нет; это ничего не доказывает",
                en: "no order of today under this phone, which proves nothing")
        ],
        "shop_updated": [status, comment], "shop_not_updated": [status, comment],
        "not_leaving": [
            Message(ru: AlarmMessages.olderEvent.ru, en: "older_event"),
            Message(ru: AlarmMessages.reachedBefore.ru, en: "reached_status_before"),
        ],
    ]

    private static let status = Message(ru: "статус ", en: "status ")
    private static let comment = Message(ru: "комментарий", en: "comment")

    static let kinds: [Message] = [
        Message(ru: "отправка", en: "send_order"), Message(ru: "обновление магазина", en: "update_shop"),
        Message(ru: "письмо менеджеру", en: "notify_manager"), Message(ru: "опрос статуса", en: "poll_status"),
        Message(ru: "поиск по телефону", en: "look_for_order"),
        Message(ru: "применение статуса", en: "apply_crm_status"),
        Message(ru: "сообщение об изменении", en: "report_change"), Message(ru: "сверка с магазином", en: "resync"),
        Message(ru: "проверка артикула", en: "check_article"),
        Message(ru: "загрузка товаров", en: "refresh_products"),
    ]

    private static func attempt(_ event: String) -> Message? {
        let words = event.split(separator: " ").map(String.init)
        guard words.count == 2, let kind = kinds.first(where: { $0.en == words[0] }),
            let outcome = Attempt.Outcome(rawValue: words[1])
        else { return nil }
        return Message(ru: "\(kind.ru), \(self.outcome(outcome))", en: event)
    }

    private static func outcome(_ outcome: Attempt.Outcome) -> String {
        switch outcome {
        case .completed: "готово"
        case .retried: "повтор позже"
        case .snoozed: "отложено"
        case .discarded: "прекращено"
        case .cancelled: "отменено"
        case .lost: "программа прервалась"
        case .givenBack: "возвращено в очередь"
        }
    }
}

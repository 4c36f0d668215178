/// The event that makes an order due.
public enum SendStatus: Sendable, Hashable {
    /// The settings have not arrived yet, so no order is sent.
    case notSet
    case atCreation
    /// The order is sent when it reaches this miniShop2 status.
    case status(Int)
}

/// The settings that say when an order is sent to Frontpad and what happens if sending fails.
public struct SendingSettings: SettingGroup, Sendable {
    static let area = SettingArea.sending

    public let sendStatus = Setting(
        "send_status", SettingForm<Int>.status.map(SendStatus.status), empty: .atCreation, unset: .notSet, example: "2",
        ru: "Статус miniShop2, при котором заказ уходит во Frontpad. Введите id статуса. Пусто — сразу после "
            + "оформления. Пока эта настройка не сохранена, заказы не отправляются.",
        en: "The miniShop2 status at which an order goes to Frontpad. Enter the id of the status. Empty: right after "
            + "checkout. Until this setting is saved, no order is sent.")

    public let sendStatuses = Setting(
        "send_statuses", .paymentTriggers, empty: [], example: "1:1, 3:2",
        ru: "Свой статус отправки для отдельных способов оплаты: пары «способ оплаты:статус» (их id) через запятую. "
            + "Например, 1:1, 3:2 — заказ с оплатой наличными (способ 1) уходит при статусе 1, с оплатой онлайн (способ 3) — "
            + "при статусе 2 («Оплачен»). Пустой статус (1:) — сразу после оформления. Для остальных оплат действует frontpadapi_send_status. Пусто — он действует для "
            + "всех.",
        en:
            "A trigger status of its own for single payment methods: pairs of the payment's id and the id of a status, with "
            + "commas between them. For example, 1:1, 3:2 sends a cash order (payment 1) at the status 1, and one paid online "
            + "(payment 3) at the status 2, paid. An empty status (1:) sends right after checkout. For other payments "
            + "frontpadapi_send_status applies. Empty: it applies to all.")

    public let cancelStatuses = Setting(
        "cancel_statuses", .statuses, empty: [], example: "4, 5",
        ru:
            "Статусы miniShop2, которые отменяют заказ. Введите id статусов через запятую. Заказ, который ещё не ушёл, не "
            + "отправляется. Если он уже во Frontpad, менеджер получает сообщение: отменить его там может только человек. "
            + "Пусто — заказ отменяется только удалением.",
        en:
            "The miniShop2 statuses that cancel an order. Enter the ids of the statuses, with commas between them. An order "
            + "that has not left is not sent. If Frontpad has it, the manager is told: only a person can cancel it there. "
            + "Empty: only a removed order is cancelled.")

    /// The id of a miniShop2 status.
    public let errorStatus = Setting<Int?>(
        "error_status", .status, example: "6",
        ru: "Статус miniShop2 для заказа, который не удалось отправить или о котором неизвестно, принят ли он. Введите "
            + "id статуса, например статуса «Ошибка API». Пусто — статус заказа не меняется.",
        en:
            "The miniShop2 status for an order that could not be sent, or that may or may not be in Frontpad. Enter the "
            + "id of the status. Empty: the order keeps its status.")

    public let sendDeadlineMilliseconds = Setting(
        "send_deadline", .duration, default: "24h", example: "90m",
        ru: "Срок, в течение которого заказ ждёт отправки, если Frontpad недоступен или смена закрыта. Введите часы, "
            + "минуты или дни: 24h, 90m, 2d. Когда срок прошёл, заказ не отправляется, а менеджер получает письмо. "
            + "Предзаказ ждёт до своего времени. Пусто — 24 часа.",
        en: "How long an order waits while Frontpad cannot be reached or the shift is closed. Enter hours, minutes or "
            + "days: 24h, 90m, 2d. After that, the order is not sent and the manager gets an e-mail. A pre-order waits "
            + "until its own time. Empty: 24 hours.",
        tradeoff: Bilingual(
            ru: "Большой срок спасает заказы при долгом сбое. Короткий не даёт кухне готовить то, чего уже не ждут.",
            en: "A long time saves orders from a long outage. A short one keeps the kitchen from cooking what nobody "
                + "waits for any more."))
}

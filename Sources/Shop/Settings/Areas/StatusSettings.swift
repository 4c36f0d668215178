/// The settings that say how a change of status in Frontpad reaches the shop.
public struct StatusSettings: SettingGroup, Sendable {
    static let area = SettingArea.statuses

    /// The keys are Frontpad statuses by name or code. The values are ids of miniShop2 statuses.
    public let matchedStatuses = Setting(
        "matched_statuses", .statusMap, empty: .empty, example: "Новый:1, В пути:2",
        ru: "Статусы miniShop2 для статусов Frontpad. Введите пары «название или код статуса Frontpad:id статуса "
            + "miniShop2»: Новый:1, В пути:2. Пусто — статус заказа в магазине не меняется.",
        en: "The miniShop2 statuses for the statuses of Frontpad. Enter pairs of a Frontpad status (name or code) and "
            + "the id of a miniShop2 status: Новый:1, В пути:2. Empty: the order's status in the shop does not change.")

    public let hookURL = Setting<String?>(
        "hook_url", .pageURL, example: "https://shop.example/frontpad-hook.php",
        ru:
            "Адрес страницы магазина, на которую Frontpad сообщает о смене статуса. К каждому заказу очередь добавляет к "
            + "адресу секретный код этой отправки. Пусто — статусы приходят только по запросу (frontpadapi_check_statuses).",
        en:
            "The page of the shop to which Frontpad reports changes of status. For each order the queue adds a secret code of "
            + "that attempt to the address. Empty: statuses come only by polling (frontpadapi_check_statuses).",
        tradeoff: Bilingual(
            ru:
                "Сообщения без этого кода не принимаются: ни поддельные, ни те, что Frontpad шлёт на адрес из своих настроек "
                + "API.",
            en:
                "Reports without that code are refused: forged ones, and those that Frontpad sends to the address in its own API "
                + "settings."))

    /// The elements are codes of Frontpad statuses.
    public let hookStatuses = Setting(
        "hook_statuses", .statusCodes(atMost: 5), empty: [], example: "3, 12, 4, 10, 11",
        ru:
            "Статусы Frontpad, о которых он сообщает магазину. Введите коды статусов через запятую, не больше 5. Пусто — "
            + "Frontpad ни о чём не сообщает.",
        en:
            "The Frontpad statuses that it reports to the shop. Enter at most 5 status codes, with commas between them. "
            + "Empty: Frontpad reports nothing.")

    /// The elements are ids of miniShop2 statuses.
    public let checkStatuses = Setting(
        "check_statuses", .statuses, empty: [], example: "1, 2",
        ru:
            "Статусы miniShop2, при которых очередь сама запрашивает у Frontpad статус заказа. Введите id статусов через "
            + "запятую. Пусто — не запрашивает.",
        en: "The miniShop2 statuses in which the queue asks Frontpad for an order's status. Enter the ids of the "
            + "statuses, with commas between them. Empty: it does not ask.",
        tradeoff: Bilingual(
            ru: "Новые аккаунты Frontpad на такие запросы не отвечают: для них нужны frontpadapi_hook_url и "
                + "frontpadapi_hook_statuses. На проверки уходит до половины разрешённых запросов, но заказы всегда "
                + "идут первыми.",
            en: "New Frontpad accounts do not answer such requests: they need frontpadapi_hook_url and "
                + "frontpadapi_hook_statuses. The checks take up to half of the allowed requests, but orders always go "
                + "first."))

    public let checkDays = Setting(
        "check_days", .wholeNumber(in: 1...365), default: "7", example: "3",
        ru: "Сколько дней после оформления очередь запрашивает статус заказа. Введите число дней. Пусто — 7.",
        en: "For how many days after checkout the queue asks for an order's status. Enter a number of days. Empty: 7.")
}

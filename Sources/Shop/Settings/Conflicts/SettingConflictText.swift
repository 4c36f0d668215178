extension SettingConflict {
    /// One line for the administrator. It says what is wrong, what the consequence is, and what to do.
    public var text: Bilingual {
        switch self {
        case .errorStatusSends(let status):
            Bilingual(
                ru:
                    "статус \(status) и отправляет заказы, и отмечает непереданные: такой заказ отправлялся бы снова и снова. "
                    + "Укажите в frontpadapi_error_status отдельный статус",
                en:
                    "status \(status) both sends orders and marks failed ones: an order that fails would be sent again and "
                    + "again; give frontpadapi_error_status a status of its own")
        case .errorStatusCancels(let status):
            Bilingual(
                ru:
                    "статус \(status) и отмечает непереданные заказы, и отменяет: такой заказ больше не ушёл бы. Уберите его "
                    + "из frontpadapi_cancel_statuses или смените frontpadapi_error_status",
                en:
                    "status \(status) both marks failed orders and cancels orders: a failed order would never be sent again; "
                    + "take it out of frontpadapi_cancel_statuses, or change frontpadapi_error_status")
        case .sendStatusCancels(let status):
            Bilingual(
                ru: "статус \(status) и отправляет заказы, и отменяет: уберите его из frontpadapi_cancel_statuses",
                en: "status \(status) both sends orders and cancels them: take it out of frontpadapi_cancel_statuses")
        case .errorStatusIsPolled(let status):
            Bilingual(
                ru:
                    "в frontpadapi_check_statuses есть \(status) — статус непереданных заказов, а Frontpad о них не знает: "
                    + "уберите его",
                en:
                    "frontpadapi_check_statuses has \(status), the status of failed orders: Frontpad is asked about orders "
                    + "that it does not have; take it out")
        case .mappingSends(let crmStatus, let status):
            Bilingual(
                ru:
                    "frontpadapi_matched_statuses переводит заказ «\(crmStatus)» в статус \(status), который отправляет заказы: "
                    + "укажите для «\(crmStatus)» другой статус",
                en:
                    "frontpadapi_matched_statuses moves an order that is «\(crmStatus)» in Frontpad to status \(status), which "
                    + "sends orders: map «\(crmStatus)» to another status")
        case .shopCommandUnusable(let program, let fault):
            Bilingual(
                ru: "команда frontpadapi_shop_command не может запустить \(program): \(fault.text.ru)",
                en: "frontpadapi_shop_command cannot run \(program): \(fault.text.en)")
        case .nothingUpdatesShop(let settings):
            Bilingual(
                ru: "\(SettingConflict.list(settings).ru): чтобы это меняло заказы в магазине, задайте "
                    + "frontpadapi_shop_command",
                en: "\(SettingConflict.list(settings).en) cannot change an order in the shop, because "
                    + "frontpadapi_shop_command is not set: set it")
        case .mailServerWithoutRecipient:
            Bilingual(
                ru: "почтовый сервер указан (frontpadapi_smtp_url), но писем никто не получает: задайте "
                    + "frontpadapi_manager_email",
                en: "frontpadapi_smtp_url names a mail server, but nobody gets e-mails: set frontpadapi_manager_email")
        case .hookURLWithoutHost:
            Bilingual(
                ru: "в frontpadapi_hook_url нет имени сервера: напишите адрес так: https://shop.example/page",
                en: "frontpadapi_hook_url names no server: write it as https://shop.example/page")
        case .hookURLUnencrypted:
            Bilingual(
                ru:
                    "frontpadapi_hook_url начинается с http://, и токен по дороге может прочитать кто угодно: замените на "
                    + "https://",
                en: "frontpadapi_hook_url begins with http://: everybody on the way can read its token; use https://")
        case .hookReportsNothing:
            Bilingual(
                ru: "Frontpad не сообщает на frontpadapi_hook_url ни одного статуса: задайте frontpadapi_hook_statuses",
                en: "frontpadapi_hook_url is set, but Frontpad reports no status to it: set frontpadapi_hook_statuses")
        case .statusesChangeNothing(let settings):
            Bilingual(
                ru:
                    "\(SettingConflict.list(settings).ru): статусы из Frontpad приходят, но ничего не меняют в магазине: "
                    + "задайте frontpadapi_matched_statuses",
                en:
                    "\(SettingConflict.list(settings).en) fetches statuses from Frontpad, but they change nothing in the shop: "
                    + "set frontpadapi_matched_statuses")
        case .apiURLWithPassword:
            Bilingual(
                ru:
                    "в frontpadapi_api_url перед именем сервера указан пользователь или пароль, а у Frontpad их нет: уберите "
                    + "всё до знака @ включительно",
                en:
                    "frontpadapi_api_url has a user or a password before the server's name, which Frontpad does not have: "
                    + "leave out everything up to the @")
        case .deadlineWithoutUnit(let text):
            Bilingual(
                ru:
                    "в frontpadapi_send_deadline указано \(text) без единицы, это считается часами: напишите \(text)h, а если "
                    + "нужны минуты — \(text)m",
                en:
                    "frontpadapi_send_deadline is \(text) without a unit, which counts as hours: write \(text)h, or \(text)m "
                    + "for minutes")
        case .phoneMaskTooShort(let places):
            Bilingual(
                ru: "в frontpadapi_phone_format знаков # — \(places), и ни один телефон не помещается: поставьте # для "
                    + "каждой цифры, например 7 (###) ###-##-##",
                en:
                    "frontpadapi_phone_format has room for \(places) digits, so that no phone number fits it: write one # for "
                    + "each digit, as in 7 (###) ###-##-##")
        case .mappingKeyTwice(let setting, let first, let second):
            Bilingual(
                ru: "в \(setting) две пары для одного значения («\(first)» и «\(second)»), а действует одна: удалите "
                    + "лишнюю",
                en:
                    "\(setting) has two pairs for the same value («\(first)» and «\(second)»), and only one is used: delete "
                    + "the other")
        case .mappingKeyIsNoID(let setting, let key):
            Bilingual(
                ru:
                    "в \(setting) есть пара для «\(key)», но это не id из miniShop2, и она не подходит ни одному заказу: "
                    + "напишите id или укажите перед чертой поле, в котором стоит «\(key)», например city| \(key):1",
                en:
                    "\(setting) has a pair for «\(key)», which is no id of miniShop2 and fits no order: write the id, or name "
                    + "the field that has «\(key)» before a bar, as in city| \(key):1")
        case .buyerSetsPrice(let field, let from):
            Bilingual(
                ru:
                    "frontpadapi_additional_fields берёт \(field) из \(from), а это поле может заполнить любой покупатель: "
                    + "берите значение из столбца заказа, который считает только магазин, например \(field):order.discount",
                en:
                    "frontpadapi_additional_fields takes \(field) from \(from), which any buyer can fill in: take it from a "
                    + "column of the order that only the shop computes, as in \(field):order.discount")
        case .affiliatesSwitchedOff(let settings):
            Bilingual(
                ru: "\(SettingConflict.list(settings).ru) не действует, пока frontpadapi_affiliate_enable равна 0: "
                    + "поставьте 1",
                en:
                    "\(SettingConflict.list(settings).en) has no effect while frontpadapi_affiliate_enable is 0: set it to 1"
            )
        }
    }

    private static func list(_ settings: [String]) -> Bilingual {
        Bilingual(ru: settings.joined(separator: " и "), en: settings.joined(separator: " and "))
    }
}

extension SettingConflict.ProgramFault {
    fileprivate var text: Bilingual {
        switch self {
        case .relativePath:
            Bilingual(
                ru: "путь неполный, и программа может не найтись. Напишите его целиком: /usr/bin/php",
                en: "it has no full path, and the worker's PATH may lack it; write it as /usr/bin/php")
        case .missing:
            Bilingual(ru: "такого файла нет. Исправьте путь", en: "there is no such file; correct the path")
        case .isFolder:
            Bilingual(ru: "это папка. Укажите программу в ней", en: "it is a folder; name the program in it")
        case .notExecutable:
            Bilingual(
                ru: "файл нельзя запустить. Выполните chmod +x или поставьте перед ним программу (/usr/bin/php ФАЙЛ)",
                en: "it is not executable; chmod +x it, or put its interpreter before it (/usr/bin/php FILE)")
        }
    }
}

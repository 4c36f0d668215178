extension SettingDefinition {
    /// Every setting: first those of the MODX component of 2018 under their own names, then ours.
    public static let all: [SettingDefinition] = component + own

    private static let component: [SettingDefinition] = [
        SettingDefinition(
            "secret", isSecret: true, example: "abc…",
            ru: "Секрет API из Frontpad: Настройки → Общие.", en: "The API secret, from Frontpad: Settings → General."
        ) { text throws(SettingError) in _ = try SettingValue.code(String(text.prefix(50))) },
        SettingDefinition(
            "send_status", example: "2",
            ru: "Статус miniShop2 (id), на котором заказ отправляется. Пусто: сразу при создании.",
            en: "The miniShop2 status (id) on which an order is sent. Empty: as soon as it is created."
        ) { text throws(SettingError) in _ = try SettingValue.integer(text, in: 0...1_000_000) },
        SettingDefinition(
            "error_status", example: "6",
            ru: "Статус miniShop2 (id) «Ошибка API»: для заказа, который не передан. Пусто: статус не меняется.",
            en: "The miniShop2 status (id) for an order that was not sent. Empty: the status is left alone."
        ) { text throws(SettingError) in _ = try SettingValue.integer(text, in: 0...1_000_000) },
        SettingDefinition(
            "check_statuses", example: "1,2",
            ru: "Статусы miniShop2 (id через запятую), в которых проверяется статус заказа во Frontpad. Пусто: не "
                + "проверяется.",
            en: "The miniShop2 statuses (ids) in which the CRM is asked for the order's status. Empty: it is not asked."
        ) { text throws(SettingError) in _ = try SettingValue.integers(text, in: 0...1_000_000, atMost: 50) },
        SettingDefinition(
            "check_days", default: "7", example: "7",
            ru: "Сколько дней после создания заказа проверять его статус.",
            en: "For how many days after its creation an order's status is asked for."
        ) { text throws(SettingError) in _ = try SettingValue.integer(text, in: 1...365) },
        SettingDefinition(
            "matched_statuses", example: "Новый:1, В пути:2",
            ru: "Статусы Frontpad (название или код) и статусы miniShop2 (id): «Новый:1, В пути:2».",
            en: "Statuses of Frontpad (name or code) and of miniShop2 (id): «Новый:1, В пути:2»."
        ) { text throws(SettingError) in
            for pair in try FieldMapping(text).pairs where Int(pair.value) == nil {
                throw SettingError("has «\(pair.value)» for «\(pair.key)», which is no id of a miniShop2 status")
            }
        },
        mapping(
            "payments", example: "1:1, 3:2", ru: "Способы оплаты: id в miniShop2 и код во Frontpad",
            en: "Payments: the id in miniShop2 and the code in Frontpad"),
        fallback("default_pay", of: "payments", ru: "Код оплаты", en: "The code of the payment"),
        mapping(
            "point", example: "1:5, 2:6", ru: "Точки продаж: id доставки в miniShop2 и код во Frontpad",
            en: "Points of sale: the delivery's id in miniShop2 and the code in Frontpad"),
        fallback("default_point", of: "point", ru: "Код точки продаж", en: "The code of the point of sale"),
        mapping(
            "channel", example: "web:3", ru: "Каналы продаж: контекст MODX и код во Frontpad",
            en: "Sales channels: the MODX context and the code in Frontpad"),
        fallback("default_channel", of: "channel", ru: "Код канала продаж", en: "The code of the sales channel"),
        SettingDefinition(
            "affiliate_enable", default: "0", example: "1",
            ru: "Передавать филиал (1 или 0).", en: "Whether the affiliate is sent (1 or 0)."
        ) { text throws(SettingError) in _ = try SettingValue.boolean(text) },
        mapping(
            "affiliate", example: "city| Пермь:1, Березники:2",
            ru: "Филиалы: id доставки в miniShop2 и код во Frontpad",
            en: "Affiliates: the delivery's id in miniShop2 and the code in Frontpad"),
        fallback("default_affiliate", of: "affiliate", ru: "Код филиала", en: "The code of the affiliate"),
        SettingDefinition(
            "additional_fields",
            default: "pod,certificate,et,card,score,sale,sale_amount,person,datetime:extfld_deliverydate",
            example: "person:extfld_persons,datetime:extfld_deliverydate",
            ru: "Дополнительные поля «frontpad:магазин»: ищутся в properties адреса и заказа и в их колонках, с "
                + "extfld_ и без.",
            en:
                "Additional fields «frontpad:shop»: sought in the properties of address and order and in their columns, "
                + "with extfld_ and without."
        ) { text throws(SettingError) in _ = try AdditionalField.list(text) },
        SettingDefinition(
            "street_fields", default: "street", example: "city,street",
            ru: "Поля адреса (через запятую), из которых составляется улица.",
            en: "The address fields (with commas) that make up the street."
        ) { text throws(SettingError) in
            if SettingText.list(text).isEmpty { throw SettingError("must name at least one field") }
        },
    ]

    private static let own: [SettingDefinition] = [
        SettingDefinition(
            "api_url", default: "https://app.frontpad.ru/api/index.php", example: "http://127.0.0.1:8075/api/index.php",
            ru: "Адрес API Frontpad.", en: "The address of Frontpad's API."
        ) { text throws(SettingError) in _ = try SettingValue.url(text, isSecret: true) },
        SettingDefinition(
            "requests_per_second", default: "2", example: "2",
            ru: "Сколько запросов в секунду разрешает Frontpad.", en: "How many requests a second Frontpad allows."
        ) { text throws(SettingError) in _ = try SettingValue.integer(text, in: 1...1000) },
        SettingDefinition(
            "requests_per_minute", default: "30", example: "30",
            ru: "Сколько запросов в минуту разрешает Frontpad.", en: "How many requests a minute Frontpad allows."
        ) { text throws(SettingError) in _ = try SettingValue.integer(text, in: 1...60_000) },
        SettingDefinition(
            "timeout", default: "30", example: "30",
            ru: "Сколько секунд ждать ответа Frontpad. Дольше: реже неясные заказы; короче: быстрее другие заказы.",
            en: "How many seconds to wait for Frontpad. Longer: fewer orders in doubt; shorter: others wait less."
        ) { text throws(SettingError) in _ = try SettingValue.integer(text, in: 1...300) },
        SettingDefinition(
            "timezone", example: "Asia/Yekaterinburg",
            ru: "Часовой пояс кухни. Пусто: пояс из документа заказа, затем сервера.",
            en: "The kitchen's time zone. Empty: that of the order's document, then the machine's."
        ) { text throws(SettingError) in
            if Zone(named: text) == nil { throw SettingError("must be a time zone such as Europe/Moscow or +05:00") }
        },
        SettingDefinition(
            "phone_format", default: "as_given", example: "7 (###) ###-##-##",
            ru: "Вид телефона: as_given, digits или маска с #. Должен совпадать с маской во Frontpad.",
            en: "How a phone is written: as_given, digits, or a mask of #. It must be the account's own mask."
        ) { text throws(SettingError) in
            if PhoneFormat(text) == nil { throw SettingError("must be as_given, digits, or a mask with # for digits") }
        },
        SettingDefinition(
            "tags", example: "1,7",
            ru: "Коды отметок заказа во Frontpad, не больше 10.", en: "Codes of order tags in Frontpad, at most 10."
        ) { text throws(SettingError) in
            if SettingText.list(text).count > 10 { throw SettingError("must be at most 10 codes") }
        },
        SettingDefinition(
            "delivery_article", example: "2:DOST-150, 3:DOST-300",
            ru:
                "Доставка отдельным товаром: id доставки и артикул (или один артикул на все). Только когда она платная.",
            en: "Delivery as a product line: the delivery's id and an article (or one for all). Only where it costs."
        ) { text throws(SettingError) in
            if text.contains(":") { _ = try FieldMapping(text) } else { _ = try SettingValue.code(text) }
        },
        SettingDefinition(
            "hook_url", example: "https://shop.example/frontpad-hook.php?token=…",
            ru: "Адрес страницы магазина, на которую Frontpad сообщает о статусах.",
            en: "The shop's page to which Frontpad reports statuses."
        ) { text throws(SettingError) in _ = try SettingValue.url(text, isSecret: false) },
        SettingDefinition(
            "hook_statuses", example: "3,12,4,10,11",
            ru: "Коды статусов Frontpad, о которых он сообщает, не больше 5.",
            en: "The codes of the Frontpad statuses that it reports, at most 5."
        ) { text throws(SettingError) in _ = try SettingValue.integers(text, in: 0...1_000_000, atMost: 5) },
        SettingDefinition(
            "send_deadline", default: "24h", example: "24h",
            ru:
                "Сколько заказ ждёт отправки, пока Frontpad недоступен или смена закрыта (24h, 90m, 2d); предзаказ — до "
                + "своего времени.",
            en: "How long an order waits while Frontpad is away or the shift is closed (24h, 90m, 2d); a pre-order "
                + "until its time."
        ) { text throws(SettingError) in _ = try SettingValue.duration(text) },
        SettingDefinition(
            "manager_email", example: "manager@shop.example",
            ru: "Почта менеджера (через запятую). Пусто: писем нет.",
            en: "The manager's e-mail (several with commas). Empty: no e-mail."
        ) { text throws(SettingError) in _ = try SettingValue.addresses(text) },
        SettingDefinition(
            "mail_from", example: "shop@shop.example",
            ru: "Адрес отправителя писем. Пусто: почта менеджера.",
            en: "The sender's address. Empty: the manager's."
        ) { text throws(SettingError) in _ = try SettingValue.address(text) },
        SettingDefinition(
            "smtp_url", isSecret: true, example: "smtps://user:password@smtp.example",
            ru: "Почтовый сервер: smtp://логин:пароль@сервер:587 или smtps://. Пусто: программа sendmail.",
            en: "The mail server: smtp://user:password@host:587 or smtps://. Empty: the program sendmail."
        ) { text throws(SettingError) in _ = try SettingValue.smtp(text) },
        SettingDefinition(
            "shop_command", example: "php /var/www/shop/core/components/frontpadqueue/shop.php",
            ru: "Команда магазина, которая меняет статус и комментарий заказа. Пусто: обновления ждут.",
            en: "The shop's command that changes an order's status and comment. Empty: updates wait."
        ) { text throws(SettingError) in
            if text.count(where: { $0 == "\"" }) % 2 == 1 || text.count(where: { $0 == "'" }) % 2 == 1 {
                throw SettingError("has a quotation mark that is not closed")
            }
        },
        SettingDefinition(
            "unknown_article", default: "warn", example: "warn",
            ru: "Заказ с артикулом, которого нет во Frontpad или который в стоп-листе: refuse — не отправлять, warn — "
                + "отправить и предупредить, ignore — отправить.",
            en: "An order with an article that Frontpad does not know or has stopped: refuse it, warn or ignore."
        ) { text throws(SettingError) in
            if UnknownArticlePolicy(rawValue: text) == nil { throw SettingError("must be refuse, warn or ignore") }
        },
        SettingDefinition(
            "language", default: "ru", example: "ru",
            ru: "Язык писем и комментариев: ru или en.", en: "The language of e-mails and comments: ru or en."
        ) { text throws(SettingError) in
            if Language(rawValue: text) == nil { throw SettingError("must be ru or en") }
        },
    ]

    private static func mapping(_ name: String, example: String, ru: String, en: String) -> SettingDefinition {
        SettingDefinition(
            name, example: example,
            ru: ru + ": «\(example)». Другое поле заказа — перед чертой: «city| Пермь:1».",
            en: en + ": «\(example)». Another field of the order before a bar: «city| Пермь:1»."
        ) { text throws(SettingError) in
            for pair in try FieldMapping(text).pairs { _ = try SettingValue.code(pair.value) }
        }
    }

    private static func fallback(_ name: String, of other: String, ru: String, en: String) -> SettingDefinition {
        SettingDefinition(
            name, example: "1", ru: ru + " во Frontpad, когда \(prefix)\(other) его не даёт. Пусто: не передаётся.",
            en: en + " in Frontpad where \(prefix)\(other) gives none. Empty: not sent."
        ) { text throws(SettingError) in _ = try SettingValue.code(text) }
    }
}

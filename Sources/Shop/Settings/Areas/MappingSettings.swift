/// The settings that say which values an order has in Frontpad and which fields of the shop's order they come from.
public struct MappingSettings: SettingGroup, Sendable {
    static let area = SettingArea.mapping

    public let payments = codes(
        "payments", .paymentMap, example: "1:1, 3:2", fallback: "default_pay",
        ru: "Коды оплаты во Frontpad для способов оплаты miniShop2. Введите пары «id способа оплаты:код Frontpad»",
        en:
            "The Frontpad payment codes for the payment methods of miniShop2. Enter pairs of a payment method's id and a "
            + "Frontpad code")

    public let defaultPay = fallback(
        "default_pay", of: "payments", ru: "Код оплаты во Frontpad", en: "The Frontpad payment code")

    public let point = codes(
        "point", .deliveryMap, example: "1:5, 2:6", fallback: "default_point",
        ru: "Точки продаж Frontpad для способов доставки miniShop2. Введите пары «id доставки:код Frontpad»",
        en:
            "The Frontpad points of sale for the deliveries of miniShop2. Enter pairs of a delivery's id and a Frontpad "
            + "code")

    public let defaultPoint = fallback(
        "default_point", of: "point", ru: "Код точки продаж во Frontpad", en: "The Frontpad point of sale")

    public let channel = codes(
        "channel", .contextMap, example: "web:3", fallback: "default_channel",
        ru: "Каналы продаж Frontpad для контекстов MODX. Введите пары «контекст:код Frontpad»",
        en: "The Frontpad sales channels for the contexts of MODX. Enter pairs of a context and a Frontpad code")

    public let defaultChannel = fallback(
        "default_channel", of: "channel", ru: "Код канала продаж во Frontpad", en: "The Frontpad sales channel")

    public let affiliateEnable = Setting(
        "affiliate_enable", .yesNo, default: "0", example: "1",
        ru: "Передавать ли филиал Frontpad. Введите 1 или 0. Без этого frontpadapi_affiliate и "
            + "frontpadapi_default_affiliate не действуют. Пусто — 0.",
        en: "Whether an order carries a Frontpad affiliate. Enter 1 or 0. With 0, frontpadapi_affiliate and "
            + "frontpadapi_default_affiliate have no effect. Empty: 0.")

    public let affiliate = codes(
        "affiliate", .deliveryMap, example: "1:1, 2:4", fallback: "default_affiliate",
        ru: "Филиалы Frontpad для способов доставки miniShop2. Введите пары «id доставки:код Frontpad»",
        en:
            "The Frontpad affiliates for the deliveries of miniShop2. Enter pairs of a delivery's id and a Frontpad code"
    )

    public let defaultAffiliate = fallback(
        "default_affiliate", of: "affiliate", ru: "Код филиала во Frontpad", en: "The Frontpad affiliate")

    public let additionalFields = Setting(
        "additional_fields", .additionalFields,
        default: "pod,certificate,et,card,score,sale,sale_amount,person:extfld_persons,datetime:extfld_deliverydate",
        example: "person:extfld_persons, datetime:extfld_deliverydate",
        ru: "Дополнительные поля заказа. Введите через запятую пары «параметр Frontpad:поле магазина»; если имена "
            + "совпадают, достаточно одного. Поле ищется среди колонок адреса и заказа, затем в их properties, с "
            + "приставкой extfld_ и без неё; address.comment или order.properties.note указывают на место точно. Скидки и "
            + "баллы (sale, sale_amount, score) берутся только из колонок заказа, если место не указано точно. Пусто — "
            + "список по умолчанию.",
        en: "Additional fields of the order. Enter pairs of a Frontpad parameter and a field of the shop, with commas "
            + "between them; one name is enough where both are the same. The field is looked up among the columns "
            + "of the address and of the order, then in their properties, with and without the prefix extfld_; "
            + "address.comment or order.properties.note names one place. Discounts and points (sale, sale_amount, score) "
            + "come only from the columns of the order, unless their place is named. Empty: the default list.",
        tradeoff: Bilingual(
            ru:
                "Поля extfld_ может заполнить любой покупатель, а в miniShop2 с версии 3.0 — и properties заказа. Скидка "
                + "оттуда — это скидка, которую покупатель назначит себе сам.",
            en: "Any buyer can fill in a field extfld_, and since miniShop2 3.0 the properties of the order too. A "
                + "discount from there is one that buyers give themselves."))

    /// The fields are joined in the order of this list.
    public let streetFields = Setting(
        "street_fields", .list(of: "one or more fields of the address, with commas between them"), default: "street",
        example: "city, street",
        ru: "Поля адреса, из которых составляется улица. Введите их через запятую: «city, street» даст «Пермь, Мира». "
            + "Пусто — street.",
        en: "The address fields that make up the street. Enter them with commas: «city, street» gives «Perm, Mira». "
            + "Empty: street.")

    public let phoneFormat = Setting(
        "phone_format", .phoneFormat, default: "as_given", example: "7 (###) ###-##-##",
        ru:
            "Формат телефона. Введите as_given (как написал покупатель), digits (только цифры) или маску, в которой # — "
            + "цифра. Он должен быть таким же, как у телефонов во Frontpad. Пусто — as_given.",
        en: "How phone numbers are written. Enter as_given (as the buyer wrote it), digits (digits only) or a mask in "
            + "which # is a digit. It must be the form of the phone numbers in Frontpad. Empty: as_given.",
        tradeoff: Bilingual(
            ru: "Frontpad узнаёт клиента только по точно такому же телефону: в другом формате не найдутся его скидка и "
                + "баллы.",
            en: "Frontpad recognises a client only by exactly the same phone number: in another form, the client's "
                + "discount and points are not found."))

    public let tags = Setting(
        "tags", .list(of: "at most 10 codes of Frontpad tags, with commas between them", atMost: 10), empty: [],
        example: "1, 7",
        ru: "Отметки, с которыми заказ приходит во Frontpad. Введите коды отметок через запятую, не больше 10. Пусто — "
            + "без отметок.",
        en:
            "The tags that an order has in Frontpad. Enter the codes of at most 10 tags, with commas between them. Empty: "
            + "no tags.")
}

private func codes(
    _ name: String, _ type: SettingType, example: String, fallback: String, ru: String, en: String
) -> Setting<FieldMapping> {
    let fallback = SettingDefinition.prefix + fallback
    return Setting(
        name, .codes(type, example: example), empty: .empty, example: example,
        ru: "\(ru): \(example). Чтобы выбирать по другому полю заказа, поставьте его перед чертой: «city| Пермь:1». "
            + "Пусто — код берётся из \(fallback).",
        en: "\(en): \(example). To choose by another field of the order, put it before a bar: «city| Пермь:1». Empty: "
            + "\(fallback) applies.")
}

private func fallback(_ name: String, of mapping: String, ru: String, en: String) -> Setting<String?> {
    let mapping = SettingDefinition.prefix + mapping
    return Setting(
        name, .code, example: "1",
        ru: "\(ru) для заказа, которому не подошла ни одна пара из \(mapping). Введите один код. Пусто — такой заказ "
            + "уходит без кода.",
        en: "\(en) for an order that no pair of \(mapping) fits. Enter one code. Empty: such an order goes without one."
    )
}

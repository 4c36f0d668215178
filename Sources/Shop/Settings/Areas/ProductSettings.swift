/// The settings that connect the shop's products and prices with those of Frontpad.
public struct ProductSettings: SettingGroup, Sendable {
    static let area = SettingArea.products

    public let unknownArticle = Setting(
        "unknown_article", .unknownArticlePolicy, default: UnknownArticlePolicy.warn.rawValue, example: "refuse",
        ru: "Что делать с заказом, если артикула нет во Frontpad или он в стоп-листе. Введите warn (отправить и "
            + "предупредить менеджера), refuse (не отправлять) или ignore (отправить без предупреждения). Пусто — warn.",
        en:
            "What to do with an order that has an article which Frontpad does not know or has stopped. Enter warn (send "
            + "it and tell the manager), refuse (do not send it) or ignore (send it and tell nobody). Empty: warn.",
        tradeoff: Bilingual(
            ru: "Frontpad принимает такой заказ без этой строки. С refuse на кухню не попадёт неполный заказ, но и "
                + "остальное из него не начнут готовить. Артикулы сверяются с последним загруженным списком товаров; "
                + "пока его нет, не проверяется ничего.",
            en: "Frontpad accepts such an order without that line. With refuse, the kitchen gets no incomplete order, "
                + "but does not start on the rest of it either. Articles are compared with the product list that was "
                + "fetched last; before the first one, nothing is checked."))

    public let deliveryArticle = Setting<DeliveryArticle?>(
        "delivery_article", .deliveryArticle, example: "2:D-150, 3:D-300",
        ru:
            "Артикул Frontpad, которым в заказ добавляется платная доставка. Введите один артикул для всех доставок или "
            + "пары «id доставки:артикул». Чтобы выбирать по другому полю заказа, поставьте его перед чертой: «city| "
            + "Пермь:D-150». Пусто — доставка в заказ не добавляется.",
        en:
            "The Frontpad article that adds a paid delivery to the order. Enter one article for all deliveries, or pairs "
            + "of a delivery's id and an article. To choose by another field of the order, put it before a bar: «city| "
            + "Пермь:D-150». Empty: the delivery is not added.",
        tradeoff: Bilingual(
            ru: "Цена доставки берётся из карточки товара во Frontpad, а не из заказа магазина.",
            en: "Frontpad charges the price on the article's own card, not the delivery cost of the shop's order."))

    public let packagingArticle = Setting<String?>(
        "packaging_article", .code, example: "BOX-1",
        ru:
            "Артикул Frontpad, которым в заказ добавляется упаковка, если сумма заказа больше товаров и доставки вместе. "
            + "Введите один артикул. Пусто — упаковка не добавляется.",
        en: "The Frontpad article that adds the packaging to an order whose sum is more than its products and delivery "
            + "together. Enter one article. Empty: it is not added.")

    public let sendPrices = Setting(
        "send_prices", .yesNo, default: "0", example: "1",
        ru: "Передавать ли цены строк заказа. Введите 1 или 0. Пусто — 0.",
        en: "Whether the prices of the lines are sent. Enter 1 or 0. Empty: 0.",
        tradeoff: Bilingual(
            ru: "Frontpad берёт переданную цену только у товаров с опцией «Изменение цены при создании заказа».",
            en:
                "Frontpad takes the price that was sent only for products with the option to change it when an order is "
                + "created."))

    public let sendDiscounts = Setting(
        "send_discounts", .yesNo, default: "1", example: "0",
        ru:
            "Передавать ли скидкой разницу, если заказ в магазине дешевле, чем по ценам Frontpad: акция, подарок, промокод. "
            + "Введите 1 или 0. Пусто — 1.",
        en:
            "Whether a discount is sent if an order costs less in the shop than at Frontpad's prices, because of a promotion, a "
            + "gift or a promo code. The discount is the difference. Enter 1 or 0. Empty: 1.",
        tradeoff: Bilingual(
            ru: "Если 0, кухня возьмёт с покупателя цены Frontpad, а менеджер получит обе суммы.",
            en: "With 0 the kitchen charges Frontpad's prices, and the manager is told both sums."))

    public let sumTolerance = Setting(
        "sum_tolerance", .money, default: "1", example: "5",
        ru:
            "На сколько рублей сумма кухни может отличаться от суммы магазина, пока менеджеру об этом не сообщают. Введите "
            + "сумму. Пусто — 1.",
        en:
            "By how many rubles the kitchen's sum may differ from the shop's before the manager is told. Enter an amount. "
            + "Empty: 1.")
}

extension SettingForm where Value == Money {
    /// An amount of zero or more.
    static var money: SettingForm {
        SettingForm(.text, "an amount in rubles, such as 1 or 0.50") { text in
            Money(text).flatMap { $0 < .zero ? nil : $0 }
        }
    }
}

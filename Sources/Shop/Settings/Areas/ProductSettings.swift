/// How the shop's products meet those of Frontpad.
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
}

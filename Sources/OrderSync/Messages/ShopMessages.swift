/// Messages to the manager about the shop. They are about orders that could not be updated or read and about unknown
/// articles.
enum ShopMessages {
    static func notUpdatedSubject(order: String) -> Message {
        Message(ru: "Заказ \(order) не обновился в магазине", en: "Order \(order) was not updated in the shop")
    }

    /// The shop's command has failed for days.
    ///
    /// - Parameters:
    ///   - status: the id of the shop's status that the order should have.
    ///   - error: the error of the command in English.
    static func notUpdated(status: Int?, comment: String?, error: String) -> Message {
        let lines: [Message?] = [
            Message(
                ru: "Данные из Frontpad не записались в заказ магазина. Внесите их в заказ вручную:",
                en: "Data from Frontpad was not saved in the shop’s order. Enter it there by hand:"),
            status.map { Message(ru: "Статус с id \($0).", en: "The status with the id \($0).") },
            comment.map { Message(ru: "Комментарий: \($0)", en: "Comment: \($0)") },
            .empty,
            .administrator(
                Message(
                    ru: "Команда магазина (frontpadapi_shop_command) не работает",
                    en: "The shop’s command (frontpadapi_shop_command) does not work"), error),
        ]
        return lines.compactMap { $0 }.joined(separator: "\n")
    }

    static func unusableOrdersSubject(count: Int) -> Message {
        Message(
            ru: "Не удалось прочитать \(count.russian("заказ", "заказа", "заказов")) магазина",
            en: "\(count.english("order", "orders")) of the shop cannot be read")
    }

    /// The shop's command has printed orders that the queue cannot read.
    ///
    /// - Parameters:
    ///   - ids: the shop's ids of these orders, as far as they can be read.
    ///   - reason: the reason for the first of these orders, in English.
    static func unusableOrders(_ ids: [Int64], count: Int, reason: String) -> Message {
        var lines: [Message] = [
            Message(
                ru: "В магазине есть заказы, которые нельзя прочитать. Во Frontpad они не ушли и сами не уйдут.",
                en: "The shop has orders that cannot be read. They are not in Frontpad and will not get there."),
            .empty,
        ]
        if !ids.isEmpty {
            let names = ids.prefix(20).map(String.init).joined(separator: ", ") + (ids.count > 20 ? ", …" : "")
            lines.append(Message(ru: "Id заказов в магазине: \(names).", en: "Their ids in the shop: \(names)."))
        }
        lines += [
            Message(
                ru: "Что сделать: внесите их во Frontpad вручную и передайте это письмо администратору сайта.",
                en: "What to do: enter them in Frontpad by hand, and hand this e-mail to the site’s administrator."),
            .empty,
            .administrator(Message(ru: "Что не так с первым", en: "What is wrong with the first one"), reason),
        ]
        return lines.joined(separator: "\n")
    }

    static func unknownArticleSubject(_ article: String) -> Message {
        Message(
            ru: "Frontpad не знает артикул \(article)", en: "Frontpad does not know the article number \(article)")
    }

    /// - Parameter productID: the product's id in MODX.
    static func unknownArticle(_ article: String, productID: Int64?) -> Message {
        var lines: [Message] = [
            Message(
                ru:
                    "В магазине есть товар с артикулом \(article), а во Frontpad такого артикула нет. Заказы придут во Frontpad без "
                    + "этого товара, и кухня его не приготовит.",
                en:
                    "A product in the shop has the article number \(article), but Frontpad has no such number. Orders will reach "
                    + "Frontpad without this product, and the kitchen will not make it."),
            .empty,
            Message(
                ru: "Что сделать: исправьте артикул в магазине или заведите товар с этим артикулом во Frontpad.",
                en: "What to do: correct the article number in the shop, or add a product with this number in Frontpad."
            ),
            .empty,
        ]
        if let productID {
            lines.append(
                .administrator(Message(ru: "Id товара в MODX", en: "The product’s id in MODX"), "\(productID)"))
        }
        lines.append(
            .administrator(
                Message(ru: "Все такие артикулы", en: "All such article numbers"), "frontpad-queue articles --unknown"))
        return lines.joined(separator: "\n")
    }
}

internal import Shop

/// Why an order cannot be sent as it is: found before anything leaves.
enum OrderProblem: Sendable, Hashable {
    case noProducts
    /// Frontpad knows products by article alone, and drops silently what it does not know.
    case lineWithoutArticle(number: Int, name: String)
    /// It would be left out, and the shop wants no such order sent (frontpadapi_unknown_article).
    case article(ArticleWarning)

    func text(_ language: Language) -> String {
        switch (self, language) {
        case (.noProducts, .ru): "в заказе нет товаров"
        case (.noProducts, .en): "the order has no products"
        case (.lineWithoutArticle(let number, let name), .ru):
            "у товара «\(name)» (строка \(number)) нет артикула: укажите артикул из Frontpad в карточке товара"
        case (.lineWithoutArticle(let number, let name), .en):
            "the product «\(name)» (line \(number)) has no article: enter its article from Frontpad in the shop"
        case (.article(let doubt), _): doubt.text(language)
        }
    }
}

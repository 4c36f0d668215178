internal import Shop

/// A reason why an order cannot be sent, found before anything is sent.
enum OrderProblem: Sendable, Hashable {
    case noProducts
    /// Frontpad identifies products by article, and silently drops unknown ones.
    case lineWithoutArticle(number: Int, name: String)
    /// The CRM takes whole numbers.
    case count(name: String, count: String)
    /// The line would be dropped, and frontpadapi_unknown_article says to refuse such orders.
    case article(ArticleWarning)

    func text(_ language: Language) -> String {
        switch (self, language) {
        case (.noProducts, .ru): "в заказе нет товаров"
        case (.noProducts, .en): "the order has no products"
        case (.lineWithoutArticle(let number, let name), .ru):
            "у товара «\(name)» (строка \(number)) нет артикула: укажите артикул из Frontpad в карточке товара"
        case (.lineWithoutArticle(let number, let name), .en):
            "the product «\(name)» (line \(number)) has no article: enter its article from Frontpad in the shop"
        case (.count(let name, let count), .ru):
            "количество товара «\(name)» — «\(count)», а Frontpad принимает только целые: введите заказ вручную"
        case (.count(let name, let count), .en):
            "the count of «\(name)» is «\(count)», and Frontpad takes whole numbers only: enter the order by hand"
        case (.article(let doubt), _): doubt.text(language)
        }
    }
}

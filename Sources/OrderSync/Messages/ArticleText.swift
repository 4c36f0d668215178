internal import Shop

/// What the manager reads about an article, outside of any order.
struct ArticleText: Sendable {
    let language: Language

    func unknownSubject(_ article: String) -> String {
        language == .ru ? "Frontpad не знает артикул «\(article)»" : "Frontpad does not know the article «\(article)»"
    }

    /// - Parameter productID: the product's id in MODX.
    func unknownBody(_ article: String, productID: Int64?) -> String {
        let product = productID.map { language == .ru ? " (товар с id \($0))" : " (product id \($0))" } ?? ""
        return language == .ru
            ? "В магазине сохранён артикул «\(article)»\(product), которого нет во Frontpad.\n\nЗаказы с ним Frontpad "
                + "примет без этого товара.\n\nЧто сделать: исправьте артикул в магазине или заведите товар с этим "
                + "артикулом во Frontpad.\n\nАдминистратору, все такие артикулы: frontpad-queue articles --unknown\n"
            : "The shop has saved the article «\(article)»\(product), which Frontpad does not have.\n\nFrontpad will "
                + "take orders without this product.\n\nWhat to do: correct the article in the shop, or enter a product "
                + "with this article in Frontpad.\n\nFor the administrator, all such articles: frontpad-queue articles --unknown\n"
    }
}

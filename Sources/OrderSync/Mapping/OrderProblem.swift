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
}

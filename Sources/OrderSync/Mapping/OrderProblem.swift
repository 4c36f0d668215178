internal import Shop

/// A reason why an order cannot be sent. It is found before anything is sent.
enum OrderProblem: Sendable, Hashable {
    case noProducts
    /// A line has no article. Frontpad identifies products by article and drops unknown products without an error.
    case lineWithoutArticle(number: Int, name: String)
    /// The count is not a whole number, which the CRM requires.
    case count(name: String, count: String)
    /// Frontpad would drop the line, and frontpadapi_unknown_article says that such orders are refused.
    case article(ArticleWarning)
}

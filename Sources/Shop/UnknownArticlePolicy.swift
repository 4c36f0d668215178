/// What becomes of an order with an article that the CRM does not know or that its kitchen does not make at present. The
/// CRM itself takes the order without that line.
public enum UnknownArticlePolicy: String, Sendable, CaseIterable {
    /// The order is not sent: a person mends it first.
    case refuse
    /// It is sent, and the manager is told what is missing.
    case warn
    /// It is sent. What the CRM itself says is told all the same.
    case ignore
}

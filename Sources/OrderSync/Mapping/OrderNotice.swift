internal import Frontpad
internal import Shop

/// A part of an order that does not reach the CRM as the customer entered it. The manager is told.
enum OrderNotice: Sendable, Hashable {
    /// A value that is longer than the CRM accepts. It is cut.
    case cut(NewOrder.Field, limit: Int, whole: String)
    /// A value that the CRM does not accept. It is left out.
    case leftOut(NewOrder.Field, value: String, Reason)
    /// «Назначить к заказу можно один тип скидки» (API facts, section 2).
    case twoDiscounts(saleAmount: String)
    /// The buyer chose it, but it has no article in the CRM.
    case modificationWithoutArticle(name: String, line: String)
    /// A phone that is not one whole number goes as the buyer wrote it.
    case phoneAsGiven(end: String)
    /// The buyer chose it, and the shop has deleted it since.
    case modificationMissing(id: Int, line: String)
    /// The buyer pays for the delivery, and no article carries it.
    case deliveryWithoutArticle(cost: Money)
    /// The kitchen will charge another sum than the buyer agreed to pay.
    case sumsDiffer(shop: Money, kitchen: Money)
    /// The shop gives it for nothing, and nobody knows what the kitchen charges for it.
    case priceUnknown(line: String)
    /// The CRM will probably drop the line.
    case article(ArticleWarning)

    enum Reason: Sendable, Hashable {
        case tooLong
        case notATime
        /// A day alone.
        case noTime
        case past
        case tooFarAhead
        case notANumber
    }
}

internal import Frontpad
internal import Shop

/// A notice to the manager. It says which part of an order does not reach the CRM as the customer entered it.
enum OrderNotice: Sendable, Hashable {
    /// The value is longer than the CRM accepts, so it was cut.
    case cut(NewOrder.Field, limit: Int, whole: String)
    /// The CRM does not accept the value, so it was left out.
    case leftOut(NewOrder.Field, value: String, Reason)
    /// The order has two discounts, and only the percentage was sent. Source: «Назначить к заказу можно один тип
    /// скидки» (API facts, section 2).
    case twoDiscounts(saleAmount: String)
    /// The buyer chose this modification, but it has no article in the CRM.
    case modificationWithoutArticle(name: String, line: String)
    /// The phone is not one complete number, so it was sent as the buyer wrote it.
    case phoneAsGiven(end: String)
    /// The buyer chose this modification, but the shop has deleted it since.
    case modificationMissing(id: Int, line: String)
    /// The buyer pays for the delivery, but no article is set for it.
    case deliveryWithoutArticle(cost: Money)
    /// The sum that the kitchen will charge differs from the sum that the buyer agreed to pay.
    case sumsDiffer(shop: Money, kitchen: Money)
    /// The shop has no price for this line or gives it for free. The kitchen's price for it is not known.
    case priceUnknown(line: String)
    /// The CRM will probably leave out the line.
    case article(ArticleWarning)

    enum Reason: Sendable, Hashable {
        case tooLong
        case notATime
        /// The text has a day but no time.
        case noTime
        case past
        case tooFarAhead
        case notANumber
    }
}

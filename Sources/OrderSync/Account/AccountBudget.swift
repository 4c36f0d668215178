/// The budgets of the CRM account. All processes share them.
enum AccountBudget {
    /// The budget for all requests to the CRM.
    static let requests = "frontpad"
    /// The longest time, in milliseconds, for which a claim may wait until ``requests`` has room for a second request.
    static let longestWait: Int64 = 2_000
    /// The budget that lets through one probe at a time while the breaker is open.
    static let probe = "frontpad_probe"
    /// The delay between a refusal and the next probe, in milliseconds. With a shorter delay, orders leave sooner after
    /// the shift opens. With a longer one, fewer requests are wasted. The CRM allows 30 requests a minute.
    static let probeInterval: Int64 = 60_000
    /// The budget for `get_products`. The CRM allows one such request an hour for the whole account (API facts,
    /// section 4).
    static let products = "frontpad_products"
    /// The time between two requests for the products, in milliseconds.
    static let productsInterval: Int64 = 3_600_000
    /// The budget for look-ups by a person or a page. Look-ups get half of the requests that the account allows, and
    /// the rest stays for orders.
    static let lookups = "frontpad_lookups"
}

/// The budgets of the CRM account, shared by all processes.
enum AccountBudget {
    /// Every request to the CRM.
    static let requests = "frontpad"
    /// How long a claim may be held until ``requests`` has room for a second request. In milliseconds.
    static let longestWait: Int64 = 2_000
    /// Lets one probe through at a time while the breaker is open.
    static let probe = "frontpad_probe"
    /// The delay between a refusal and the next probe, in milliseconds. With a shorter delay, orders leave sooner after
    /// the shift opens. With a longer one, fewer requests are wasted. The CRM allows 30 requests a minute.
    static let probeInterval: Int64 = 60_000
    /// One `get_products` an hour, whoever asks (API facts, section 4).
    static let products = "frontpad_products"
    /// In milliseconds.
    static let productsInterval: Int64 = 3_600_000
    /// Look-ups for a person or a page. They get half of what the account allows, and orders keep the rest.
    static let lookups = "frontpad_lookups"
}

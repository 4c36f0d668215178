/// The API's limits: 2 requests per second and 30 per minute over all methods, and one `get_products` per hour (API
/// facts, section 4). The windows slide. It is not documented whether refused requests count; here they do not.
struct RateLimit: Sendable {
    private struct Window {
        let milliseconds: Int64
        let most: Int
        /// When the requests inside the window were admitted, oldest first.
        var times: [Int64] = []

        mutating func isFree(at now: Int64) -> Bool {
            times.removeAll { now - $0 >= milliseconds }
            return times.count < most
        }
    }

    private var second = Window(milliseconds: 1000, most: 2)
    private var minute = Window(milliseconds: 60_000, most: 30)
    private var products = Window(milliseconds: 3_600_000, most: 1)

    /// Counts a request if it is within the limits.
    ///
    /// - Parameter now: milliseconds of a steady clock.
    /// - Returns: false if the request exceeds a limit.
    mutating func admits(_ method: String, at now: Int64) -> Bool {
        let isFree = second.isFree(at: now) && minute.isFree(at: now)
        guard isFree, method != "get_products" || products.isFree(at: now) else { return false }
        second.times.append(now)
        minute.times.append(now)
        if method == "get_products" { products.times.append(now) }
        return true
    }
}

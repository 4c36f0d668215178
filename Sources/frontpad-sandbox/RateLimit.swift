/// The API's limits: 2 requests in a second and 30 in a minute over all methods, `get_products` once in an hour (API
/// facts, section 4). The windows slide. Whether refused requests count is not documented; here they do not.
struct RateLimit: Sendable {
    private struct Window {
        let milliseconds: Int64
        let most: Int
        /// When the requests that still count were admitted, oldest first.
        var times: [Int64] = []

        mutating func isFree(at now: Int64) -> Bool {
            times.removeAll { now - $0 >= milliseconds }
            return times.count < most
        }
    }

    private var second = Window(milliseconds: 1000, most: 2)
    private var minute = Window(milliseconds: 60_000, most: 30)
    private var products = Window(milliseconds: 3_600_000, most: 1)

    /// Counts a request where it is within the limits.
    ///
    /// - Parameter now: milliseconds of a steady clock.
    /// - Returns: false where it is one too many.
    mutating func admits(_ method: String, at now: Int64) -> Bool {
        let isFree = second.isFree(at: now) && minute.isFree(at: now)
        guard isFree, method != "get_products" || products.isFree(at: now) else { return false }
        second.times.append(now)
        minute.times.append(now)
        if method == "get_products" { products.times.append(now) }
        return true
    }
}

/// The rate limits of the API: 2 requests per second and 30 per minute over all methods, and one `get_products` per
/// hour (API facts, section 4). The windows slide. The documentation does not say whether refused requests count. Here
/// they do not count.
struct RateLimit: Sendable {
    private struct Window {
        let milliseconds: Int64
        let most: Int
        /// The times of the requests that were admitted in the window, oldest first.
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
    /// - Parameter now: the time of a steady clock, in milliseconds.
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

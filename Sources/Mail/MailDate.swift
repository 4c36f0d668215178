internal import Glibc

/// The Date header of a message (RFC 5322, section 3.3), in UTC.
enum MailDate {
    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// - Parameter milliseconds: the time in milliseconds since 1970.
    static func text(milliseconds: Int64) -> String {
        var seconds = time_t(milliseconds / 1000)
        var parts = tm()
        // This call fails only if the year does not fit into an Int32. In that case, `parts` stays zero.
        gmtime_r(&seconds, &parts)
        let (day, month) = (days[Int(parts.tm_wday)], months[Int(parts.tm_mon)])
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(day), \(parts.tm_mday) \(month) \(1900 + Int(parts.tm_year)) \(clock.joined(separator: ":")) +0000"
    }
}

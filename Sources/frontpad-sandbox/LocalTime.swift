internal import Glibc

/// Local times in the API's format, such as `2016-08-15 15:30:00`. The time zone is that of the process (`TZ`),
/// because the API's documentation names none (API facts, section 2).
enum LocalTime {
    /// - Parameter milliseconds: the time in milliseconds since 1970-01-01 UTC.
    static func text(_ milliseconds: Int64) -> String {
        var seconds = time_t(milliseconds / 1000)
        var parts = tm()
        localtime_r(&seconds, &parts)
        return
            "\(padded(Int(parts.tm_year) + 1900, to: 4))-\(padded(Int(parts.tm_mon) + 1))-\(padded(Int(parts.tm_mday)))"
            + " \(padded(Int(parts.tm_hour))):\(padded(Int(parts.tm_min))):\(padded(Int(parts.tm_sec)))"
    }

    /// - Returns: the time in milliseconds since 1970-01-01 UTC, or nil if the text has another format or the day does
    ///   not exist.
    static func milliseconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count == 19, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10] == UInt8(ascii: " "), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
            hour < 24, minute < 60, second < 60
        else { return nil }
        var parts = tm()
        parts.tm_year = CInt(year - 1900)
        parts.tm_mon = CInt(month - 1)
        parts.tm_mday = CInt(day)
        parts.tm_hour = CInt(hour)
        parts.tm_min = CInt(minute)
        parts.tm_sec = CInt(second)
        // With -1, mktime finds out from the zone whether summer time applies.
        parts.tm_isdst = -1
        let seconds = mktime(&parts)
        // mktime turns 31 February into a day in March instead of failing.
        guard parts.tm_mday == CInt(day), parts.tm_mon == CInt(month - 1) else { return nil }
        return Int64(seconds) * 1000
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
    }

    private static func padded(_ number: Int, to width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

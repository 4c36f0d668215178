/// A date and time without a time zone, as a wall clock shows it. miniShop2 stores such times, and Frontpad expects
/// them.
public struct LocalTime: Sendable, Hashable, Comparable {
    /// The number of seconds since the same clock showed 1970-01-01 00:00:00.
    let wallSeconds: Int64

    init(wallSeconds: Int64) { self.wallSeconds = wallSeconds }

    /// Reads a text such as "2026-11-23 19:56:27". The seconds or the whole time may be missing, and a "T" may replace
    /// the space. The initializer also reads "24.11.2026 19:30", which is the form of Russian date pickers.
    ///
    /// - Returns: nil for any other text. MySQL's "0000-00-00" is not a date, so the result is nil for it too.
    public init?(_ text: String) {
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "T" })
        guard (1...2).contains(parts.count), let date = LocalTime.date(parts[0]),
            let seconds = parts.count == 2 ? LocalTime.time(parts[1]) : 0
        else { return nil }
        self.init(wallSeconds: Int64(date) * 86_400 + Int64(seconds))
    }

    /// Returns the moment of a time with a zone, such as "2026-11-27T01:00:00.000Z" or "2026-11-27 04:00:00+03:00".
    ///
    /// - Returns: milliseconds since 1970 in UTC, or nil if the time has no zone. Fractions of a second are dropped.
    static func moment(iso text: String) -> Int64? {
        guard text.utf8.count > 19 else { return nil }
        var clock = Substring(text)
        var offset: Int64 = 0
        if clock.hasSuffix("Z") || clock.hasSuffix("z") {
            clock.removeLast()
        } else {
            let zone = clock.suffix(6)
            let numbers = zone.dropFirst().split(separator: ":").compactMap { number($0) }
            guard zone.first == "+" || zone.first == "-", zone.dropFirst(3).first == ":", numbers.count == 2 else {
                return nil
            }
            offset = Int64(numbers[0] * 3_600 + numbers[1] * 60) * (zone.first == "+" ? 1 : -1)
            clock = clock.dropLast(6)
        }
        if let point = clock.lastIndex(of: ".") { clock = clock[..<point] }
        return LocalTime(String(clock)).map { ($0.wallSeconds - offset) * 1_000 }
    }

    private static func date(_ text: Substring) -> Int? {
        let isRussian = text.contains(".")
        let numbers = text.split(separator: isRussian ? "." : "-", omittingEmptySubsequences: false)
        guard numbers.count == 3 else { return nil }
        let ordered = isRussian ? numbers.reversed() : Array(numbers)
        guard ordered[0].count == 4, let year = number(ordered[0]), let month = number(ordered[1]),
            let day = number(ordered[2])
        else { return nil }
        return CivilDate.days(checking: year, month: month, day: day)
    }

    private static func time(_ text: Substring) -> Int? {
        let numbers = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(numbers.count), let hour = number(numbers[0]), let minute = number(numbers[1]),
            let second = numbers.count == 3 ? number(numbers[2]) : 0,
            hour < 24, minute < 60, second < 60
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }

    private static func number(_ digits: Substring) -> Int? {
        guard (1...4).contains(digits.utf8.count), digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            return nil
        }
        return Int(digits)
    }

    /// The time that the clocks of a zone show at a given moment.
    ///
    /// - Parameter milliseconds: the moment in milliseconds since 1970 (UTC).
    public init(milliseconds: Int64, in zone: Zone) {
        let seconds = floorDivide(milliseconds, 1000)
        self.init(wallSeconds: seconds + Int64(zone.offset(at: seconds)))
    }

    /// Returns the moment in milliseconds since 1970 (UTC) when the clocks of a zone show this time.
    ///
    /// When clocks are set back, they show some times twice. The first of the two moments counts. When clocks are set
    /// forward, they skip some times. A skipped time counts as if the clocks had not been changed yet.
    public func milliseconds(in zone: Zone) -> Int64 {
        let before = Int64(zone.offset(at: wallSeconds - 86_400))
        let after = Int64(zone.offset(at: wallSeconds + 86_400))
        // Near a change of the clocks there are two possible offsets. The right offset is the one that is valid at the
        // resulting moment.
        for offset in [before, after] where Int64(zone.offset(at: wallSeconds - offset)) == offset {
            return (wallSeconds - offset) * 1000
        }
        return (wallSeconds - before) * 1000
    }

    /// The time as text, such as "2026-11-23 19:56:27".
    public var text: String {
        let days = floorDivide(wallSeconds, 86_400)
        let seconds = Int(wallSeconds - days * 86_400)
        let date = CivilDate.date(days: Int(days))
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(date.year)-\(two(date.month))-\(two(date.day)) "
            + "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }

    public static func < (left: LocalTime, right: LocalTime) -> Bool { left.wallSeconds < right.wallSeconds }
}

/// A date and time without a zone, as a clock on the wall shows it. miniShop2 stores such times and Frontpad expects them.
public struct LocalTime: Sendable, Hashable, Comparable {
    /// Seconds since 1970-01-01 00:00:00 on the same clock.
    let wallSeconds: Int64

    init(wallSeconds: Int64) { self.wallSeconds = wallSeconds }

    /// Reads "2026-11-23 19:56:27". The seconds or the whole time may be missing, and a "T" may stand for the space. Also
    /// reads "24.11.2026 19:30", as Russian date pickers write it.
    ///
    /// - Returns: nil for anything else, such as MySQL's "0000-00-00", which is not a date.
    public init?(_ text: String) {
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "T" })
        guard (1...2).contains(parts.count), let date = LocalTime.date(parts[0]),
            let seconds = parts.count == 2 ? LocalTime.time(parts[1]) : 0
        else { return nil }
        self.init(wallSeconds: Int64(date) * 86_400 + Int64(seconds))
    }

    /// The moment of a time with a zone, such as "2026-11-27T01:00:00.000Z" or "2026-11-27 04:00:00+03:00".
    ///
    /// - Returns: milliseconds since 1970 in UTC, in whole seconds; nil for a time without a zone.
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

    /// What the clocks of a zone show at a moment.
    ///
    /// - Parameter milliseconds: since 1970 in UTC.
    public init(milliseconds: Int64, in zone: Zone) {
        let seconds = floorDivide(milliseconds, 1000)
        self.init(wallSeconds: seconds + Int64(zone.offset(at: seconds)))
    }

    /// The moment in milliseconds since 1970 in UTC.
    ///
    /// When clocks go back, they show some times twice: the first of the two counts. When they go forward, they skip some
    /// times: such a time counts as if the clocks had not been changed yet.
    public func milliseconds(in zone: Zone) -> Int64 {
        let before = Int64(zone.offset(at: wallSeconds - 86_400))
        let after = Int64(zone.offset(at: wallSeconds + 86_400))
        // Near a change of the clocks only the offset that is valid at the resulting moment is right.
        for offset in [before, after] where Int64(zone.offset(at: wallSeconds - offset)) == offset {
            return (wallSeconds - offset) * 1000
        }
        return (wallSeconds - before) * 1000
    }

    /// "2026-11-23 19:56:27".
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

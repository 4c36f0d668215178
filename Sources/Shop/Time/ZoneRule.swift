/// The rule for years after those that a zone file lists, such as "MSK-3" or "CET-1CEST,M3.5.0,M10.5.0/3".
///
/// Sources: RFC 8536, section 3.3.1, and POSIX, "Environment Variables", TZ. In these sources, offsets are positive
/// west of Greenwich. In this code, they are positive east of it.
struct ZoneRule: Sendable {
    private struct Change: Sendable {
        enum Day: Sendable {
            /// The month, the week (5 means the last) and the weekday (0 is Sunday).
            case monthWeekday(Int, Int, Int)
            /// The day of the year from 1 to 365. The leap day is not counted.
            case julian(Int)
            /// The day of the year from 0 to 365. The leap day is counted.
            case dayOfYear(Int)
        }

        let day: Day
        let seconds: Int
    }

    private let standard: Int
    private let summer: (offset: Int, start: Change, end: Change)?

    init?(_ text: String) {
        var rest = Substring(text)
        guard ZoneRule.skipName(&rest), let standard = ZoneRule.time(&rest) else { return nil }
        self.standard = -standard
        guard !rest.isEmpty else {
            summer = nil
            return
        }
        guard ZoneRule.skipName(&rest) else { return nil }
        var summerOffset = -standard + 3600
        if rest.first != "," {
            guard let offset = ZoneRule.time(&rest) else { return nil }
            summerOffset = -offset
        }
        guard let start = ZoneRule.change(&rest), let end = ZoneRule.change(&rest), rest.isEmpty else { return nil }
        summer = (summerOffset, start, end)
    }

    func offset(at seconds: Int64) -> Int {
        guard let summer else { return standard }
        let local = seconds + Int64(standard)
        let days = Int(floorDivide(local, 86_400))
        let year = CivilDate.date(days: days).year
        let start = moment(of: summer.start, in: year) - Int64(standard)
        let end = moment(of: summer.end, in: year) - Int64(summer.offset)
        // South of the equator, summer begins in one year and ends in the next.
        let isSummer = start < end ? seconds >= start && seconds < end : seconds >= start || seconds < end
        return isSummer ? summer.offset : standard
    }

    /// Returns the time of a clock change as the clock itself shows it, in seconds since 1970.
    private func moment(of change: Change, in year: Int) -> Int64 {
        let firstOfYear = CivilDate.days(year: year, month: 1, day: 1)
        let day: Int
        switch change.day {
        case .dayOfYear(let number): day = firstOfYear + number
        case .julian(let number):
            day = firstOfYear + number - 1 + (CivilDate.isLeap(year) && number >= 60 ? 1 : 0)
        case .monthWeekday(let month, let week, let weekday):
            let first = CivilDate.days(year: year, month: month, day: 1)
            // 1970-01-01 was a Thursday.
            let firstWeekday = ((first + 4) % 7 + 7) % 7
            var dayOfMonth = (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
            while dayOfMonth >= CivilDate.daysInMonth(month, of: year) { dayOfMonth -= 7 }
            day = first + dayOfMonth
        }
        return Int64(day) * 86_400 + Int64(change.seconds)
    }

    private static func skipName(_ rest: inout Substring) -> Bool {
        if rest.first == "<" {
            guard let end = rest.firstIndex(of: ">") else { return false }
            rest = rest[rest.index(after: end)...]
            return true
        }
        let name = rest.prefix { $0.isLetter }
        rest = rest.dropFirst(name.count)
        return name.count >= 3
    }

    /// Reads [+-]hh[:mm[:ss]] and returns seconds. The hours may go up to 167, because a change can happen days before
    /// or after the day that the rule names.
    private static func time(_ rest: inout Substring) -> Int? {
        var sign = 1
        if let first = rest.first, first == "+" || first == "-" {
            sign = first == "-" ? -1 : 1
            rest = rest.dropFirst()
        }
        let text = rest.prefix { $0.isNumber || $0 == ":" }
        rest = rest.dropFirst(text.count)
        let numbers = text.split(separator: ":").map { Int($0) }
        guard (1...3).contains(numbers.count) else { return nil }
        var seconds = 0
        for (index, number) in numbers.enumerated() {
            guard let number, (0...(index == 0 ? 167 : 59)).contains(number) else { return nil }
            seconds += number * [3600, 60, 1][index]
        }
        return sign * seconds
    }

    private static func change(_ rest: inout Substring) -> Change? {
        guard rest.first == "," else { return nil }
        let text = rest.dropFirst().prefix { $0 != "," }
        rest = rest.dropFirst(text.count + 1)
        let parts = text.split(separator: "/")
        var seconds = 7200
        if parts.count == 2 {
            var time = parts[1]
            guard let given = ZoneRule.time(&time), time.isEmpty else { return nil }
            seconds = given
        }
        guard let day = parts.first else { return nil }
        if day.first == "M" {
            let numbers = day.dropFirst().split(separator: ".").compactMap { Int($0) }
            guard numbers.count == 3, (1...12).contains(numbers[0]), (1...5).contains(numbers[1]),
                (0...6).contains(numbers[2])
            else { return nil }
            return Change(day: .monthWeekday(numbers[0], numbers[1], numbers[2]), seconds: seconds)
        }
        if day.first == "J" {
            guard let number = Int(day.dropFirst()), (1...365).contains(number) else { return nil }
            return Change(day: .julian(number), seconds: seconds)
        }
        guard let number = Int(day), (0...365).contains(number) else { return nil }
        return Change(day: .dayOfYear(number), seconds: seconds)
    }
}

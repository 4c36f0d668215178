/// The time for which a buyer wants an order. It reads the forms that the checkout pages of Russian shops produce.
/// Examples are «28.11.2026 18:00», «2026-11-28 18:00:00», and a day with an interval, «28.11.26 с 18 до 19».
public enum PreOrderTime: Sendable, Hashable {
    case time(LocalTime)
    /// The text has a day but no time. Midnight would be a wrong guess, because it would put the order into the night
    /// before.
    case dayOnly
    /// The text has another form.
    case unreadable

    /// - Parameter text: one or more fields, with spaces between them. If the text has an interval, its beginning
    ///   counts.
    public init(_ text: String) {
        let words = text.split(whereSeparator: { $0.isWhitespace || $0 == "T" || $0 == "," }).map(String.init)
        guard let index = words.firstIndex(where: { PreOrderTime.day($0) != nil }),
            let day = PreOrderTime.day(words[index])
        else {
            self = .unreadable
            return
        }
        let rest = words[..<index] + words[(index + 1)...]
        guard !rest.isEmpty else {
            self = .dayOnly
            return
        }
        for word in rest {
            // The word can be «18:00-19:00», «18.00», «18-19» or «18ч».
            let beginning = word.prefix { $0.isNumber || $0 == ":" || $0 == "." }
            guard !beginning.isEmpty, let seconds = PreOrderTime.seconds(beginning) else { continue }
            self = .time(LocalTime(wallSeconds: Int64(day) * 86_400 + Int64(seconds)))
            return
        }
        self = rest.contains { $0.contains(where: \.isNumber) } ? .unreadable : .dayOnly
    }

    /// Returns the days since 1970 for a date such as "28.11.2026", "28.11.26", "28/11/2026" or "2026-11-28".
    private static func day(_ text: String) -> Int? {
        for separator in [".", "/", "-"] as [Character] {
            let parts = text.split(separator: separator, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            let numbers = parts.compactMap { part in
                part.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } && (1...4).contains(part.count) ? Int(part) : nil
            }
            guard numbers.count == 3 else { return nil }
            var (year, month, day) = (numbers[2], numbers[1], numbers[0])
            if parts[0].count == 4 { (year, day) = (numbers[0], numbers[2]) }
            if year < 100 { year += 2000 }
            return CivilDate.days(checking: year, month: month, day: day)
        }
        return nil
    }

    /// Returns the seconds since midnight for a time such as "18:00:30", "18:00", "18.00" or "18".
    private static func seconds(_ text: Substring) -> Int? {
        let numbers = text.split(whereSeparator: { $0 == ":" || $0 == "." }).map { Int($0) }
        guard (1...3).contains(numbers.count), let hour = numbers[0], (0..<24).contains(hour) else { return nil }
        var seconds = hour * 3_600
        for (number, weight) in zip(numbers.dropFirst(), [60, 1]) {
            guard let number, (0..<60).contains(number) else { return nil }
            seconds += number * weight
        }
        return seconds
    }
}

/// An amount of money, exact to the kopeck. It uses integers, so 0.1 + 0.2 is exactly 0.3.
public struct Money: Sendable, Hashable, Comparable {
    public let kopecks: Int64

    public static let zero = Money(kopecks: 0)

    public init(kopecks: Int64) { self.kopecks = kopecks }

    /// Reads an amount in rubles as PHP or a person writes it, such as «450», "450.00", 450.5, "1 570,50", "-80" or
    /// 1.5e3. Fractions of a kopeck are rounded half up.
    ///
    /// - Returns: nil if the text is not an amount, such as "10%", or if the amount is a billion rubles or more.
    public init?(_ text: String) {
        let plain = text.lowercased().filter { $0 != " " && $0 != "\u{A0}" && $0 != "\u{202F}" }
        let parts = plain.split(separator: "e", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count) else { return nil }
        guard let exponent = parts.count == 2 ? Int(parts[1]) : 0, (-12...12).contains(exponent) else { return nil }
        var mantissa = parts[0]
        let isNegative = mantissa.hasPrefix("-")
        if isNegative || mantissa.hasPrefix("+") { mantissa.removeFirst() }
        let halves = mantissa.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        let digits = halves.joined()
        guard halves.count <= 2, (1...40).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
        else { return nil }
        let places = halves.count == 2 ? halves[1].count : 0
        // The amount in rubles is digits × 10^(exponent - places). In kopecks, the power is larger by two.
        guard let kopecks = Money.scaled(digits, by: exponent - places + 2) else { return nil }
        self.init(kopecks: isNegative ? -kopecks : kopecks)
    }

    /// Returns digits × 10^power, rounded half up, or nil if the result is too large.
    private static func scaled(_ digits: String, by power: Int) -> Int64? {
        var kept = Array(digits.utf8.map { Int64($0 - 0x30) })
        var roundsUp = false
        if power >= 0 {
            kept += Array(repeating: 0, count: power)
        } else {
            let dropped = min(-power, kept.count)
            roundsUp = -power <= kept.count && kept[kept.count - dropped] >= 5
            kept.removeLast(dropped)
        }
        var value: Int64 = 0
        for digit in kept {
            value = value * 10 + digit
            guard value < 100_000_000_000 else { return nil }
        }
        return value + (roundsUp ? 1 : 0)
    }

    public static func < (left: Money, right: Money) -> Bool { left.kopecks < right.kopecks }
    public static prefix func - (money: Money) -> Money { Money(kopecks: -money.kopecks) }

    /// On overflow, the result is the largest or smallest possible amount. A trap would let a single document stop the
    /// process.
    public static func + (left: Money, right: Money) -> Money {
        let (sum, isOverflow) = left.kopecks.addingReportingOverflow(right.kopecks)
        return Money(kopecks: isOverflow ? (right.kopecks > 0 ? .max : -.max) : sum)
    }

    public static func - (left: Money, right: Money) -> Money { left + (-right) }

    /// On overflow, the result is the largest or smallest possible amount.
    public static func * (price: Money, count: Int) -> Money {
        let (product, isOverflow) = price.kopecks.multipliedReportingOverflow(by: Int64(count))
        return Money(
            kopecks: isOverflow ? (price.kopecks.signum() * Int64(count).signum() > 0 ? .max : -.max) : product)
    }

    /// Returns a percentage of the amount, rounded half away from zero.
    public func percent(_ percentage: Int) -> Money {
        let (product, isOverflow) = kopecks.multipliedReportingOverflow(by: Int64(percentage))
        guard !isOverflow else { return Money(kopecks: kopecks / 100) * percentage }
        return Money(kopecks: (product + (product >= 0 ? 50 : -50)) / 100)
    }

    public var magnitude: Money { Money(kopecks: kopecks < 0 ? -kopecks : kopecks) }

    /// The amount in the form that programs use, such as "450" or "450.50".
    public var text: String {
        let (rubles, rest) = kopecks.magnitude.quotientAndRemainder(dividingBy: 100)
        let sign = kopecks < 0 ? "-" : ""
        return rest == 0 ? "\(sign)\(rubles)" : "\(sign)\(rubles).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// The amount in the form that Russian readers expect, such as «1 570,50 ₽» with non-breaking spaces.
    public var words: String {
        let (rubles, rest) = kopecks.magnitude.quotientAndRemainder(dividingBy: 100)
        var digits = Array(String(rubles))
        var index = digits.count - 3
        while index > 0 {
            digits.insert("\u{A0}", at: index)
            index -= 3
        }
        let fraction = rest == 0 ? "" : ",\(rest < 10 ? "0" : "")\(rest)"
        return "\(kopecks < 0 ? "−" : "")\(String(digits))\(fraction)\u{A0}₽"
    }
}

/// Days of the proleptic Gregorian calendar, counted from 1970-01-01.
enum CivilDate {
    /// - Parameters:
    ///   - month: from 1 to 12.
    ///   - day: from 1 to 31.
    static func days(year: Int, month: Int, day: Int) -> Int {
        // In this calculation a year begins in March, so the leap day is the last day of a year.
        let shifted = month <= 2 ? year - 1 : year
        let era = floorDivide(shifted, 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// - Returns: nil if the day does not exist or the year is not between 1900 and 9999.
    static func days(checking year: Int, month: Int, day: Int) -> Int? {
        guard (1900...9999).contains(year), (1...12).contains(month), (1...daysInMonth(month, of: year)).contains(day)
        else { return nil }
        return days(year: year, month: month, day: day)
    }

    static func date(days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    static func daysInMonth(_ month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// Divides and rounds down, also for negative numbers. A moment before 1970 belongs to the day or second that began
/// before it, so rounding towards zero would be wrong.
func floorDivide<Number: SignedInteger>(_ number: Number, _ divisor: Number) -> Number {
    number % divisor < 0 ? number / divisor - 1 : number / divisor
}

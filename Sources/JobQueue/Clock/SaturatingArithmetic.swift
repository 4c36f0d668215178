/// Arithmetic for numbers from a caller or a row, which can be any `Int64`. If a result does not fit, it becomes the
/// nearest number that does. The operator `+` would end the process, and the same row would then end the next worker.
extension FixedWidthInteger {
    package func saturatingAdding(_ other: Self) -> Self {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? (other < 0 ? .min : .max) : sum
    }

    package func saturatingSubtracting(_ other: Self) -> Self {
        let (difference, overflows) = subtractingReportingOverflow(other)
        return overflows ? (other < 0 ? .max : .min) : difference
    }

    package func saturatingMultiplied(by other: Self) -> Self {
        let (product, overflows) = multipliedReportingOverflow(by: other)
        return overflows ? ((self < 0) == (other < 0) ? .max : .min) : product
    }
}

extension Int64 {
    /// Rounds a number towards zero. NaN becomes 0, and a number that does not fit becomes the nearest integer that
    /// does.
    init(saturating number: Double) {
        if number.isNaN {
            self = 0
        } else {
            // 2^63 is the smallest Double above the range of Int64.
            self = number >= 0x1p63 ? .max : number <= -0x1p63 ? .min : Int64(number)
        }
    }
}

/// Saturating arithmetic in SQL. If a sum of integers does not fit, SQLite makes it a REAL, which a STRICT column
/// refuses (<https://sqlite.org/datatype3.html>).
enum SaturatingSQL {
    /// - Parameters:
    ///   - column: the column to increase.
    ///   - increase: an SQL expression whose value is 0 or more.
    static func sum(_ column: String, _ increase: String) -> String {
        "min(\(column), \(Int64.max) - \(increase)) + \(increase)"
    }
}

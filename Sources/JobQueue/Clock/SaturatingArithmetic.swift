/// Arithmetic for numbers that a caller or a row gives: any `Int64` is possible there. Where a result does not fit, it is
/// the nearest number that does. `+` would end the process, and the row would do the same in the next worker.
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
    /// The nearest integer below; 0 where it is not a number.
    init(saturating number: Double) {
        if number.isNaN {
            self = 0
        } else {
            // 2^63 itself does not fit, and is the next Double after the largest that does.
            self = number >= 0x1p63 ? .max : number <= -0x1p63 ? .min : Int64(number)
        }
    }
}

/// The same inside statements. SQLite makes a sum that does not fit a REAL, which a STRICT column refuses
/// (<https://sqlite.org/datatype3.html>).
enum SaturatingSQL {
    /// - Parameters:
    ///   - column: whose present value is increased.
    ///   - increase: an expression that is 0 or more.
    static func sum(_ column: String, _ increase: String) -> String {
        "min(\(column), \(Int64.max) - \(increase)) + \(increase)"
    }
}

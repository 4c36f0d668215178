/// Metrics in the Prometheus text format. Source: <https://prometheus.io/docs/instrumenting/exposition_formats/>.
struct PrometheusText {
    enum Kind: String {
        case counter, gauge, histogram
    }

    private(set) var text = ""

    /// Begins a metric family. All its samples must follow before the next family begins.
    mutating func family(_ name: String, _ kind: Kind, _ help: String) {
        text += "# HELP \(name) \(PrometheusText.escaped(help, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
    }

    mutating func sample(_ name: String, _ labels: [(String, String)], _ value: String) {
        let pairs = labels.map { "\($0)=\"\(PrometheusText.escaped($1, quotes: true))\"" }
        text += name + (pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}") + " \(value)\n"
    }

    mutating func sample(_ name: String, _ labels: [(String, String)], _ value: Int) {
        sample(name, labels, "\(value)")
    }

    /// - Parameters:
    ///   - bounds: the upper bounds of the buckets, in milliseconds. The text has seconds, the base unit of
    ///     Prometheus.
    ///   - counts: one count for each bound and one for the last, unbounded bucket. The counts are not cumulative.
    ///   - sum: the sum of all values, in milliseconds.
    mutating func histogram(
        _ name: String, _ labels: [(String, String)], bounds: [Int64], counts: [Int], sum: Int64
    ) {
        var total = 0
        for (index, count) in counts.enumerated() {
            total += count
            let bound = index < bounds.count ? PrometheusText.seconds(bounds[index]) : "+Inf"
            sample("\(name)_bucket", labels + [("le", bound)], total)
        }
        sample("\(name)_sum", labels, PrometheusText.seconds(sum))
        sample("\(name)_count", labels, total)
    }

    /// Returns milliseconds as seconds, such as "0.005" or "30".
    static func seconds(_ milliseconds: Int64) -> String {
        let (whole, rest) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
        guard rest != 0 else { return "\(whole)" }
        let digits = String(repeating: "0", count: 3 - "\(rest)".count) + "\(rest)"
        return "\(whole)." + String(digits.reversed().drop { $0 == "0" }.reversed())
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}

/// Metrics in Prometheus' text format. Source: <https://prometheus.io/docs/instrumenting/exposition_formats/>.
struct PrometheusText {
    enum Kind: String {
        case counter, gauge, histogram
    }

    private(set) var text = ""

    /// Begins a family: its samples follow, before the next one begins.
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
    ///   - bounds: in milliseconds; the text has seconds, Prometheus' base unit.
    ///   - counts: one for each bound and one more, not cumulated.
    ///   - sum: in milliseconds.
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

    /// Milliseconds as seconds: "0.005", "30".
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

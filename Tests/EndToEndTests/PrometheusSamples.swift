/// Reads the part of the Prometheus text format that we use. It refuses any line that it does not understand. Source:
/// <https://prometheus.io/docs/instrumenting/exposition_formats/>.
struct PrometheusSamples {
    struct Sample {
        let name: String
        let labels: [String: String]
        let value: Double
    }

    struct Malformed: Error {
        let line: String
    }

    private(set) var samples: [Sample] = []
    private(set) var types: [String: String] = [:]

    init(_ text: String) throws {
        guard text.hasSuffix("\n") else { throw Malformed(line: "no line break at the end") }
        var family = ""
        for line in text.split(separator: "\n").map(String.init) {
            if line.hasPrefix("# HELP ") { continue }
            if line.hasPrefix("# TYPE ") {
                let words = line.split(separator: " ")
                guard words.count == 4, types[String(words[2])] == nil else { throw Malformed(line: line) }
                family = String(words[2])
                types[family] = String(words[3])
                continue
            }
            let sample = try PrometheusSamples.sample(line)
            guard sample.name.hasPrefix(family), !family.isEmpty else { throw Malformed(line: line) }
            samples.append(sample)
        }
    }

    func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        samples.first { $0.name == name && $0.labels == labels }?.value
    }

    /// Returns the cumulative buckets of one histogram in order.
    func buckets(_ name: String, _ labels: [String: String]) -> [Sample] {
        samples.filter { sample in
            sample.name == name + "_bucket" && labels.allSatisfy { sample.labels[$0.key] == $0.value }
        }
    }

    private static func sample(_ line: String) throws -> Sample {
        guard let space = line.lastIndex(of: " "), let value = Double(line[line.index(after: space)...]) else {
            throw Malformed(line: line)
        }
        let head = line[..<space]
        guard let brace = head.firstIndex(of: "{") else {
            return Sample(name: String(head), labels: [:], value: value)
        }
        guard head.last == "}" else { throw Malformed(line: line) }
        var labels: [String: String] = [:]
        var rest = head[head.index(after: brace)...].dropLast()
        while !rest.isEmpty {
            guard let equals = rest.firstIndex(of: "="), rest[rest.index(after: equals)...].first == "\"" else {
                throw Malformed(line: line)
            }
            let key = String(rest[..<equals])
            rest = rest[rest.index(equals, offsetBy: 2)...]
            var text = ""
            while let character = rest.popFirst(), character != "\"" {
                if character == "\\", let escaped = rest.popFirst() {
                    text.append(escaped == "n" ? "\n" : escaped)
                } else {
                    text.append(character)
                }
            }
            guard labels.updateValue(text, forKey: key) == nil else { throw Malformed(line: line) }
            if rest.first == "," { rest = rest.dropFirst() }
        }
        return Sample(name: String(head[..<brace]), labels: labels, value: value)
    }
}

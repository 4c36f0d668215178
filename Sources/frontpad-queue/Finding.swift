internal import JSON

/// The result of one of the doctor's checks.
struct Finding {
    enum Verdict: String {
        case good = "ok"
        case note
        case bad
    }

    /// What was checked, such as "clock".
    let name: String
    let verdict: Verdict
    /// What was found and, if it is bad, what to do.
    let words: String

    static func good(_ name: String, _ words: String) -> Finding { Finding(name: name, verdict: .good, words: words) }
    static func note(_ name: String, _ words: String) -> Finding { Finding(name: name, verdict: .note, words: words) }
    static func bad(_ name: String, _ words: String) -> Finding { Finding(name: name, verdict: .bad, words: words) }

    var json: JSON {
        ["check": .string(name), "verdict": .string(verdict.rawValue), "text": .string(words)]
    }
}

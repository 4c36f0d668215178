/// The command line is wrong.
struct UsageError: Error, CustomStringConvertible {
    let description: String
}

/// The mode and its numbers.
struct Options {
    enum Mode: String, CaseIterable {
        case enqueue
        /// Claims and finishes jobs by hand, in one thread.
        case cycle
        /// Runs a worker until no job is left.
        case drain
        /// Runs a worker until standard input ends or the count is reached. Measures the time from insertion to start.
        case serve
        /// Measures single claims.
        case claims
        /// Keeps the database open until standard input ends. A line on standard input triggers a checkpoint.
        case hold
    }

    static let usage = """
        usage: queue-bench \(Mode.allCases.map(\.rawValue).joined(separator: "|")) DATABASE [--count N] [--slots N] \
        [--threads N] [--batch N] [--pause MICROSECONDS] [--seconds N] [--wait]
        """

    let mode: Mode
    let database: String
    /// Whether to print `ready` and wait for a line before beginning, so that several processes begin together.
    let waits: Bool
    private var numbers: [String: Int] = [
        "--slots": 1, "--threads": 1, "--batch": 1, "--pause": 0, "--seconds": 0,
    ]

    /// The number of jobs, or of claims.
    var count: Int { limit ?? 1000 }
    /// The count, if one was given.
    private(set) var limit: Int?
    /// How many jobs a worker runs at once, or a cycle claims at once.
    var slots: Int { numbers["--slots"] ?? 0 }
    var threads: Int { numbers["--threads"] ?? 0 }
    /// How many jobs one transaction inserts.
    var batch: Int { numbers["--batch"] ?? 0 }
    /// The longest pause before an insertion, in microseconds. Each pause is a random part of it.
    var pause: Int { numbers["--pause"] ?? 0 }
    /// Stop after this many seconds, whatever the count. 0: only the count matters.
    var seconds: Int { numbers["--seconds"] ?? 0 }

    /// - Throws: ``UsageError``.
    init(_ arguments: [String]) throws {
        guard arguments.count >= 2, let mode = Mode(rawValue: arguments[0]) else {
            throw UsageError(description: Options.usage)
        }
        self.mode = mode
        database = arguments[1]
        var rest = arguments.dropFirst(2)
        waits = rest.contains("--wait")
        rest.removeAll { $0 == "--wait" }
        while let name = rest.popFirst() {
            guard name == "--count" || numbers[name] != nil,
                let number = rest.popFirst().flatMap({ Int($0) }), number >= 0
            else { throw UsageError(description: Options.usage) }
            if name == "--count" { limit = number } else { numbers[name] = number }
        }
        guard threads > 0, batch > 0, slots > 0 else { throw UsageError(description: Options.usage) }
    }
}

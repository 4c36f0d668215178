import CommandKit
import Synchronization

/// A small program that uses every feature of a command.
enum SampleProgram {
    enum Order: String, CaseIterable {
        case new, old
    }

    static let queue = Argument("QUEUE", "Which queue.")
    static let state = OptionalArgument("STATE", "Which state.")
    static let sort = ChoiceOption("--sort", "ORDER", "How to sort.", among: Order.self)
    static let limit = DefaultedNumberOption("--limit", "N", "How many.", in: 1...5, default: 3)
    static let from = NumberOption("--from", "N", "Where to begin.", in: 1...Int.max)
    static let name = Option("--name", "TEXT", "Only with this name.")
    enum Level: String, CaseIterable {
        case low, high
    }

    /// The option has the same name as the first command's, but other values.
    static let otherSort = ChoiceOption("--sort", "LEVEL", "Where to begin.", among: Level.self)
    static let otherAll = Option("--all", "TEXT", "What to take away.")
    static let key = NumberArgument("KEY", "Its number.", in: 1...Int.max)
    static let all = Flag("--all", "Also the finished ones.")

    static let list = Command(
        "list", "Lists the jobs.",
        discussion: [
            "The newest comes first. What is longer than eighty columns is continued on the next line, without a word being cut."
        ],
        parameters: [queue, state, sort, limit, from, name, all],
        examples: [Example("queue list orders --name \"В пути\"", "Everything about orders.")]
    ) { (input, journal: Journal) in try journal.note("list", input) }

    static let root = Command(
        "queue", "Shows a queue.",
        sections: [
            CommandSection("Look", [list]),
            CommandSection(
                "Act",
                [
                    Command(
                        "settings", "The settings.",
                        commands: [
                            Command("get", "Shows one.", parameters: [name, key]) { (input, journal: Journal) in
                                try journal.note("get", input)
                            },
                            Command("reset", "Takes all away.", parameters: [otherSort, otherAll]) {
                                (input, journal: Journal) in
                                try journal.note("reset", input)
                            },
                        ])
                ]),
        ])

    static let release = Release(product: "sample", version: "1.2", date: "2026-11-27")
    static let manual = Manual(
        exitStatuses: [(.success, "Done."), (.usage, "The command line is wrong.")],
        environment: [("QUEUE_DB", "The database.")], files: [("/var/lib/queue.db", "The database.")],
        seeAlso: ["other", "sqlite3"])
    static let program = Program(root, release: release, manual: manual)
}

/// The context of the sample program. It records what ran, and ends each command as the test requires.
struct Journal: CommandContext {
    static let db = Option("--db", "PATH", "The database.")
    static let options: [any Parameter] = [db]
    @TaskLocal static var record = Record { _ in .success }

    final class Record: Sendable {
        private let state = Mutex((ran: [String](), contexts: 0))
        private let end: @Sendable (Input) throws -> CommandKit.ExitStatus

        init(_ end: @escaping @Sendable (Input) throws -> CommandKit.ExitStatus) { self.end = end }

        var ran: [String] { state.withLock { $0.ran } }
        var contexts: Int { state.withLock { $0.contexts } }

        fileprivate func noteContext() { state.withLock { $0.contexts += 1 } }

        fileprivate func run(_ command: String, _ input: Input) throws -> CommandKit.ExitStatus {
            state.withLock { $0.ran.append(command) }
            return try end(input)
        }
    }

    init(_ input: Input) throws {
        if input[Journal.db] == "missing" { throw CommandError(.configuration, "there is no database") }
        Journal.record.noteContext()
    }

    func note(_ command: String, _ input: Input) throws -> CommandKit.ExitStatus {
        try Journal.record.run(command, input)
    }
}

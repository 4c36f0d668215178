internal import CommandKit
internal import Intake
internal import JSON
internal import JobQueue
internal import OrderSync
internal import Product
internal import SQLite
internal import Shop

/// What all commands of this program need: the open database, and a way to print.
struct Console: CommandContext {
    static let options: [any Parameter] = [SharedOptions.db]

    // Parameters of several commands.
    static let limit = DefaultedNumberOption(
        "--limit", "N", "How many rows to show at most.", in: 1...100_000, default: 50)
    static let job = NumberArgument("JOB", "The job's id.", in: 1...Int.max)
    static let order = Argument("ORDER", "The order's id or number in the shop.")

    let location: QueueLocation
    let queue: JobQueue
    var database: Database { queue.database }

    /// Opens the database.
    init(_ input: Input) throws {
        location = QueueLocation(option: input[SharedOptions.db])
        do throws(QueueDatabaseError) {
            let database = try QueueDatabase.open(location, as: .service, now: QueueClock.system.now())
            queue = JobQueue(database: database)
        } catch {
            throw CommandError(status: error.exitStatus, error.description)
        }
    }

    /// Runs `body` on one snapshot of the database.
    func read<T>(_ body: (Connection) throws -> T) throws -> T {
        do {
            return try database.read(body)
        } catch let error as SQLiteError {
            throw failure(error)
        }
    }

    /// Runs `body` in one transaction and wakes the workers.
    func write<T>(_ body: (Connection) throws -> T) throws -> T {
        do {
            let result = try database.write(body)
            queue.doorbell.ring()
            return result
        } catch let error as SQLiteError {
            throw failure(error)
        }
    }

    private func failure(_ error: SQLiteError) -> CommandError {
        let error = QueueDatabaseError.sqlite(path: location.path, error)
        return CommandError(status: error.exitStatus, error.description)
    }

    // MARK: - Printing

    func print(_ json: JSON) { StandardOutput.write(json.serialized(pretty: true) + "\n") }
    func print(_ line: String = "") { StandardOutput.write(DisplayText.visible(line) + "\n") }
    func print(_ table: Table) { StandardOutput.write(table.text(columns: StandardOutput.terminalColumns)) }

    /// Prints a text beside its name, wrapped to the terminal's width.
    func print(_ name: String, _ text: String, nameWidth: Int = 10) {
        let columns = max(40, StandardOutput.terminalColumns ?? .max / 2) - nameWidth
        var head = DisplayText.fitted(name, columns: nameWidth - 1)
        head += String(repeating: " ", count: max(0, nameWidth - DisplayText.width(head)))
        for line in Console.wrapped(DisplayText.oneLine(text), columns: columns) {
            StandardOutput.write(head + line + "\n")
            head = String(repeating: " ", count: nameWidth)
        }
    }

    private static func wrapped(_ text: String, columns: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            if !line.isEmpty, DisplayText.width(line) + 1 + DisplayText.width(word) > columns {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return lines + [line]
    }

    /// Says so where a list may go on behind what was shown.
    func noteLimit(_ limit: Int, shown: Int) {
        if shown == limit { print("… only the newest \(limit); --limit N shows more") }
    }

    /// The local time of a moment in milliseconds since 1970: "2026-11-24 10:25:03".
    func time(_ milliseconds: Int64) -> String { LocalTime(milliseconds: milliseconds, in: .machine).text }

    /// A duration in milliseconds, without its sign, in whole units: "5 s", "3 min", "2 h", "4 d".
    static func span(_ milliseconds: Int64) -> String {
        let seconds = milliseconds.magnitude / 1000
        switch seconds {
        case 0..<120: return "\(seconds) s"
        case 120..<7200: return "\(seconds / 60) min"
        case 7200..<172_800: return "\(seconds / 3600) h"
        default: return "\(seconds / 86_400) d"
        }
    }

    /// The order that a person names.
    func order(_ name: String, on connection: Connection) throws -> OrderReference {
        do {
            if let order = try OrderName.find(name, on: connection) { return order }
        } catch let error as AmbiguousOrderName {
            throw CommandError(.failure, error.description)
        }
        throw CommandError(.failure, "there is no order \(name) in the queue")
    }
}

extension Job {
    /// Under the column names of `jobs`.
    var json: JSON.Object {
        [
            "id": .number(id), "kind": .string(kind), "queue": .string(queue), "args": .string(args),
            "subject": JSON(subject), "state": .string(state.rawValue), "priority": .number(priority),
            "attempt": .number(attempt), "max_attempts": .number(maxAttempts), "lost_attempts": .number(lostAttempts),
            "scheduled_at": .number(scheduledAt), "unique_key": JSON(uniqueKey), "worker": JSON(worker),
            "reason": JSON(reason), "inserted_at": .number(insertedAt), "finished_at": JSON(finishedAt),
        ]
    }
}

extension Attempt {
    /// Under the column names of `attempts`.
    var json: JSON {
        [
            "job_id": .number(jobID), "attempt": .number(attempt), "worker": .string(worker),
            "started_at": .number(startedAt), "ended_at": JSON(endedAt), "outcome": JSON(outcome?.rawValue),
            "error": JSON(error),
        ]
    }
}

internal import CommandKit
internal import Intake
internal import JSON
internal import JobQueue
internal import OrderSync
internal import Product
internal import SQLite
internal import Shop

/// What all commands of this program need: the open database, and methods to print.
struct Console: CommandContext, Printing {
    static let options: [any Parameter] = [SharedOptions.db]

    // Parameters that several commands share.
    static let limit = NumberOption(
        "--limit", "N", "How many rows to show at most. Default: 50; with --json, all.", in: 1...100_000)
    /// The default of `--limit` when the output is for a person.
    static let defaultLimit = 50
    static let job = NumberArgument("JOB", "The job's id.", in: 1...Int.max)
    static let order = Argument("ORDER", "The order's id or number in the shop.")

    let location: QueueLocation
    let queue: JobQueue
    var database: Database { queue.database }

    /// Opens the database. The database must exist, because a misspelt path must not look like an empty queue.
    init(_ input: Input) throws { try self.init(QueueLocation(option: input[SharedOptions.db]), creates: false) }

    /// - Parameter creates: whether to create a missing database.
    init(_ location: QueueLocation, creates: Bool) throws(CommandError) {
        self.location = location
        do throws(QueueDatabaseError) {
            let database = try QueueDatabase.open(
                location, as: .service, creates: creates, now: QueueClock.system.now())
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

    /// Returns the order that a person has named.
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
    /// The job as JSON, with the column names of `jobs`.
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
    /// The attempt as JSON, with the column names of `attempts`.
    var json: JSON {
        [
            "job_id": .number(jobID), "attempt": .number(attempt), "worker": .string(worker),
            "started_at": .number(startedAt), "ended_at": JSON(endedAt), "outcome": JSON(outcome?.rawValue),
            "error": JSON(error),
        ]
    }
}

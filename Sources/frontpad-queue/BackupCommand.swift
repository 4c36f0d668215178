internal import CommandKit
internal import Glibc
internal import Intake
internal import JSON
internal import JobQueue
internal import Product
internal import SQLite

/// The command `frontpad-queue backup`.
enum BackupCommand {
    private static let path = Argument("PATH", "The new file; an existing one is never overwritten.")

    static let command = Command(
        "backup", "Make a consistent copy of the database while workers run, and check it.",
        discussion: [
            "The copy is marked: sending is paused in it until a person confirms (see confirm). It holds customers' data "
                + "and the secret, and has the file mode of the database."
        ],
        parameters: [path, SharedOptions.json],
        examples: [Example("frontpad-queue backup /var/backups/queue-1.db", "Make a backup.")], run: run)

    private static func run(_ input: Input, _ console: Console) throws -> ExitStatus {
        let path = input[path]
        guard !path.isEmpty else { throw CommandError.usage("PATH must not be empty") }
        do {
            try console.database.backUp(to: path) { connection in
                try Generation.mark(connection, copiedAt: QueueClock.system.now())
            }
        } catch let error as Database.BackupError {
            throw CommandError(.cannotCreate, "no backup was made: \(error)")
        } catch let error as SQLiteError {
            let words = QueueDatabaseError.sqlite(path: path, error)
            throw CommandError(status: words.exitStatus, "no backup was made: \(words)")
        }
        var status = stat()
        let size = stat(path, &status) == 0 ? Int64(status.st_size) : 0
        if input[SharedOptions.json] {
            console.print(["path": .string(path), "size": .number(size)])
        } else {
            console.print("\(path): \(size >> 10) KiB, checked")
        }
        return .success
    }
}

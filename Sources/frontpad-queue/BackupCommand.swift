internal import CommandKit
internal import Glibc
internal import Intake
internal import JSON
internal import JobQueue
internal import SQLite

/// `frontpad-queue backup`.
struct BackupCommand {
    private let console: Console

    init(_ console: Console) { self.console = console }

    func run() throws -> ExitStatus {
        let path = console.command.argument(0) ?? ""
        guard !path.isEmpty else { throw CommandError.usage("name the file of the backup") }
        do {
            try console.database.backUp(to: path) { connection in
                try Generation.mark(connection, copiedAt: QueueClock.system.now())
            }
        } catch let error as Database.BackupError {
            throw CommandError(status: 73, "no backup was made: \(error)")
        } catch let error as SQLiteError {
            let words = QueueDatabaseError.sqlite(path: path, error)
            throw CommandError(status: words.exitStatus, "no backup was made: \(words)")
        }
        var status = stat()
        let size = stat(path, &status) == 0 ? Int64(status.st_size) : 0
        if console.isJSON {
            console.print(["path": .string(path), "size": .number(size)])
        } else {
            console.print("\(path): \(size >> 10) KiB, checked")
        }
        return .success
    }
}

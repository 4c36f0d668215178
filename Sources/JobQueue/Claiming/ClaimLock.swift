internal import Glibc
internal import SQLite
internal import Synchronization

/// Which of many workers looks for a job when all are woken by one: an `flock` on a file beside the database, tried and
/// never waited for. Who has it looks and claims; the others find it taken, look again a little later, see that nothing
/// is left, and have disturbed no writer.
///
/// A courtesy, like the writers' turn: where the file cannot be made everybody has it.
final class ClaimLock: Sendable {
    private let descriptor: Int32

    init(databasePath: String) {
        let path = databasePath + "-claims"
        let mode = FileModes(besides: databasePath).file
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, mode)
        if descriptor >= 0 { fchmod(descriptor, mode) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Runs `body` with the turn. - Returns: nil where another worker has it.
    func tried<T>(_ body: () throws -> T) rethrows -> T? {
        guard descriptor >= 0 else { return try body() }
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            return nil
        }
        defer { flock(descriptor, LOCK_UN) }
        return try body()
    }
}

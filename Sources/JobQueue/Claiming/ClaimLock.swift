internal import Glibc
internal import SQLite
internal import Synchronization

/// Lets one of many workers claim when a single job wakes all of them: an `flock` on a file beside the database, which
/// nobody waits for. The holder claims. The others look again a little later, find nothing, and have not disturbed any
/// writer.
///
/// It is an optimisation: if the file cannot be made, every worker claims.
final class ClaimLock: Sendable {
    private let descriptor: Int32

    init(databasePath: String) {
        let path = databasePath + "-claims"
        let mode = FileModes(besides: databasePath).file
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, mode)
        if descriptor >= 0 { fchmod(descriptor, mode) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Runs `body` while holding the lock.
    ///
    /// - Returns: nil if another worker holds it.
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

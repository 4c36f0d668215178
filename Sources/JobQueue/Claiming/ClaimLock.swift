internal import Glibc
internal import SQLite
internal import Synchronization

/// Lets only one worker claim when a single job wakes many workers. The lock is an `flock` on a file beside the
/// database, and nobody waits for it. The worker that gets the lock claims the job. The other workers look again a
/// little later, find nothing, and have not disturbed any writer.
///
/// The lock is only an optimisation. If its file cannot be created, every worker claims.
final class ClaimLock: Sendable {
    private let descriptor: Int32

    init(databasePath: String) {
        let path = databasePath + "-claims"
        let mode = FileModes(besides: databasePath).file
        descriptor = SideFile.open(path, O_RDWR | O_CREAT, mode: mode)
        if descriptor >= 0 { fchmod(descriptor, mode) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Runs `body` while holding the lock, if no other worker holds it.
    ///
    /// - Returns: the result of `body`, or nil if another worker holds the lock.
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

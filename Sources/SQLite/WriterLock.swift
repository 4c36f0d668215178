internal import Glibc
internal import Synchronization
internal import Threads

/// Lets our own writers take turns. The lock is an `flock` on a file beside the database. A writer holds it during
/// each write transaction.
///
/// SQLite's own lock keeps the data safe, and this lock prevents starvation. With it, a short write beside a process
/// that writes at full speed waits for a fraction of a millisecond. Without it, the wait could take seconds. A writer
/// that cannot get the lock in time continues without it. This can happen if the holder is stopped or the file cannot
/// be created. Source: <https://man7.org/linux/man-pages/man2/flock.2.html>.
final class WriterLock: @unchecked Sendable {
    private let path: String
    private let mode: mode_t
    private let patience: Int
    /// Only the thread that holds the database's own lock uses it.
    private var descriptor: Int32 = -1

    init(path: String, mode: mode_t, patienceMilliseconds: Int) {
        self.path = path
        self.mode = mode
        patience = patienceMilliseconds
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func acquire() {
        if descriptor < 0 { descriptor = openFile() }
        guard descriptor >= 0 else { return }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
        waitForTurn()
    }

    func release() {
        if descriptor >= 0 { flock(descriptor, LOCK_UN) }
    }

    private func openFile() -> Int32 {
        let file = SideFile.open(path, O_RDWR | O_CREAT, mode: mode)
        // If another user owns the file, this call fails, and the owner's choice of mode stays.
        if file >= 0 { fchmod(file, mode) }
        return file
    }

    /// A blocking `flock` gets the lock in order of arrival, but it has no time limit. So another thread waits for it.
    /// After the time limit we abandon this thread together with its descriptor, and the next turn opens a new one.
    private func waitForTurn() {
        let turn = Turn(descriptor: descriptor)
        guard BlockingThread.start({ turn.wait() }) else { return }
        if !turn.isReached(withinMilliseconds: patience) { descriptor = -1 }
    }
}

/// One blocking wait. It may outlive its caller.
private final class Turn: @unchecked Sendable {
    private let descriptor: Int32
    private var mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private var condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var reached = false
    private var abandoned = false

    init(descriptor: Int32) {
        self.descriptor = descriptor
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func wait() {
        while flock(descriptor, LOCK_EX) != 0 && errno == EINTR {}
        pthread_mutex_lock(mutex)
        reached = true
        // Closing the file releases the lock.
        if abandoned { close(descriptor) }
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
    }

    func isReached(withinMilliseconds limit: Int) -> Bool {
        var deadline = timespec()
        clock_gettime(CLOCK_MONOTONIC, &deadline)
        deadline.tv_sec += limit / 1000
        deadline.tv_nsec += (limit % 1000) * 1_000_000
        if deadline.tv_nsec >= 1_000_000_000 {
            deadline.tv_sec += 1
            deadline.tv_nsec -= 1_000_000_000
        }
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while !reached {
            if pthread_cond_timedwait(condition, mutex, &deadline) == ETIMEDOUT && !reached {
                abandoned = true
                return false
            }
        }
        return true
    }
}

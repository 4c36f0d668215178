import Glibc

/// A value that threads change and wait for: a lock with a condition. Tests wait for an event with it, not for time to
/// pass.
public final class Monitor<Value: Sendable>: @unchecked Sendable {
    // Unchecked: `value` is only used with `mutex` held.
    private var value: Value
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    public init(_ value: Value) {
        self.value = value
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
        condition.initialize(to: pthread_cond_t())
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

    /// Reads or changes the value and wakes all waiting threads.
    @discardableResult
    public func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer {
            pthread_cond_broadcast(condition)
            pthread_mutex_unlock(mutex)
        }
        return try body(&value)
    }

    /// Waits until `body` returns a value.
    ///
    /// - Parameters:
    ///   - what: what is waited for, as the end of "waited for …".
    ///   - last: what to show of the value after the time limit; nil shows all of it.
    /// - Returns: the value of `body`.
    /// - Throws: ``NotInTime``.
    @discardableResult
    public func wait<Result>(
        for what: String, seconds: Int = Waiting.seconds, last: ((Value) -> String)? = nil,
        until body: (inout Value) -> Result?
    ) throws -> Result {
        if let result = poll(seconds: seconds, until: body) { return result }
        let value = withLock { $0 }
        throw NotInTime(what, seconds: seconds, last: last?(value) ?? "\(value)")
    }

    /// The same for a condition.
    public func wait(for what: String, seconds: Int = Waiting.seconds, until isIt: (Value) -> Bool) throws {
        try wait(for: what, seconds: seconds) { isIt($0) ? true : nil }
    }

    /// Waits for a value of `body` that may never come.
    ///
    /// - Returns: the value of `body`, or nil at the time limit.
    public func poll<Result>(seconds: Int, until body: (inout Value) -> Result?) -> Result? {
        var deadline = timespec()
        clock_gettime(CLOCK_MONOTONIC, &deadline)
        deadline.tv_sec += seconds
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = body(&value) { return result }
            if pthread_cond_timedwait(condition, mutex, &deadline) == ETIMEDOUT { return body(&value) }
        }
    }
}

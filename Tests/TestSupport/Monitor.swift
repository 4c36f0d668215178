import Glibc

/// A value that several threads can change and wait for. It has a lock and a condition. With it, tests wait for an
/// event and not for time to pass.
public final class Monitor<Value: Sendable>: @unchecked Sendable {
    // `@unchecked` is safe because `value` is used only while `mutex` is held.
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
    ///   - what: what the test waits for, as the end of the phrase "waited for …".
    ///   - last: returns the part of the value to show after the time limit. Nil shows the whole value.
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

    /// Waits until the value satisfies a condition.
    public func wait(for what: String, seconds: Int = Waiting.seconds, until isIt: (Value) -> Bool) throws {
        try wait(for: what, seconds: seconds) { isIt($0) ? true : nil }
    }

    /// Waits until `body` returns a value. At the time limit, the method returns nil and does not throw.
    ///
    /// - Returns: the value of `body`, or nil if the time limit is reached.
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

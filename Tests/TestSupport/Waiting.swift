import Glibc
import Synchronization

/// The error for an event that a test waited for and that did not happen in time.
public struct NotInTime: Error, Sendable, CustomStringConvertible {
    public let description: String

    /// - Parameters:
    ///   - what: what the test waited for, as the end of the phrase "waited for …".
    ///   - last: what the test saw last.
    public init(_ what: String, seconds: Int, last: String) {
        let shown = last.isEmpty ? "" : "; last seen: \(last.suffix(2_000))"
        description = "waited \(seconds) s for \(what)\(shown)"
    }
}

/// How tests wait. They wait for a signal if there is one, never for time to pass, and never longer than a minute.
public enum Waiting {
    /// The time limit of a wait, in seconds. It is long enough for a busy machine.
    public static let seconds = 60
}

/// Polls a condition that gives no signal, such as the size of a file that another program writes.
///
/// - Returns: the first value that satisfies the condition.
/// - Throws: ``NotInTime``, or the error that `look` throws.
@discardableResult
public func eventually<Seen>(
    _ what: String, seconds: Int = Waiting.seconds, look: @autoclosure () throws -> Seen,
    until isIt: (Seen) throws -> Bool
) throws -> Seen {
    let end = ContinuousClock.now + .seconds(seconds)
    while true {
        let seen = try look()
        if try isIt(seen) { return seen }
        guard ContinuousClock.now < end else { throw NotInTime(what, seconds: seconds, last: "\(seen)") }
        usleep(5_000)
    }
}

/// Repeats a step until a condition is true. After each step, other tasks can run.
///
/// - Throws: ``NotInTime``, or the error that `step` or `look` throws.
public func stepping<Seen>(
    until what: String, seconds: Int = Waiting.seconds, step: () throws -> Void,
    look: @autoclosure () throws -> Seen, isIt: (Seen) throws -> Bool
) async throws {
    let end = ContinuousClock.now + .seconds(seconds)
    while true {
        let seen = try look()
        if try isIt(seen) { return }
        guard ContinuousClock.now < end else { throw NotInTime(what, seconds: seconds, last: "\(seen)") }
        try step()
        await Task.yield()
    }
}

/// Waits for an asynchronous call. If the time limit is reached, the call is cancelled and no longer waited for.
///
/// - Parameters:
///   - what: what the test waits for, as the end of the phrase "waited for …".
///   - last: the state to show if the call does not return.
/// - Throws: ``NotInTime``, or the error that `body` throws.
public func inTime<Value: Sendable>(
    _ what: String, seconds: Int = Waiting.seconds, last: @autoclosure @escaping @Sendable () -> String = "",
    _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let race = Race<Value>()
    return try await withCheckedThrowingContinuation { continuation in
        race.begin(continuation)
        let task = Task {
            do { _ = race.end(.success(try await body())) } catch { _ = race.end(.failure(error)) }
        }
        let timer = Task {
            guard (try? await Task.sleep(for: .seconds(seconds))) != nil else { return }
            if race.end(.failure(NotInTime(what, seconds: seconds, last: last()))) { task.cancel() }
        }
        Task {
            await task.value
            timer.cancel()
        }
    }
}

/// Passes on the first of several results. Later results are ignored.
private final class Race<Value: Sendable>: Sendable {
    private let waiter = Mutex<CheckedContinuation<Value, any Error>?>(nil)

    func begin(_ continuation: CheckedContinuation<Value, any Error>) { waiter.withLock { $0 = continuation } }

    /// - Returns: true if this was the first result.
    func end(_ result: Result<Value, any Error>) -> Bool {
        let continuation = waiter.withLock { waiter in
            defer { waiter = nil }
            return waiter
        }
        continuation?.resume(with: result)
        return continuation != nil
    }
}

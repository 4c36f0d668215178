internal import CSQLite
internal import Glibc

/// Ends a statement that runs for too long. Without a limit, a trigger or a view in a damaged or crafted database
/// could block its caller forever.
final class StatementDeadline {
    /// The number of instructions of SQLite's virtual machine between two looks at the clock. They take about a
    /// millisecond.
    private static let interval: Int32 = 50_000
    private let limit: Int64?
    /// The end of the time limit on the monotonic clock, in milliseconds, or nil while no statement runs.
    private var end: Int64?

    /// - Parameter limit: the time limit in milliseconds, or nil for no limit.
    init(limit: Int64?) { self.limit = limit }

    func install(on handle: OpaquePointer) {
        guard limit != nil else { return }
        // Source: <https://sqlite.org/c3ref/progress_handler.html>.
        sqlite3_progress_handler(
            handle, StatementDeadline.interval,
            { context in
                guard let context else { return 0 }
                return Unmanaged<StatementDeadline>.fromOpaque(context).takeUnretainedValue().isOver ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Runs a statement. If it begins while another statement is running, it shares the deadline of that statement.
    func during<T>(_ body: () throws(SQLiteError) -> T) throws(SQLiteError) -> T {
        guard let limit, end == nil else { return try body() }
        end = StatementDeadline.now() + limit
        defer { end = nil }
        return try body()
    }

    /// Runs statements without a deadline.
    func lifted<T>(_ body: () throws(SQLiteError) -> T) throws(SQLiteError) -> T {
        let before = end
        end = .max
        defer { end = before }
        return try body()
    }

    private var isOver: Bool { end.map { StatementDeadline.now() > $0 } ?? false }

    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}

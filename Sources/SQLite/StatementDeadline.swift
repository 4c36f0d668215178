internal import CSQLite
internal import Glibc

/// Ends a statement that runs for too long. A trigger or a view in a damaged or crafted database could otherwise hold up its
/// caller for ever.
final class StatementDeadline {
    /// How many instructions of SQLite's virtual machine run between two looks at the clock: about a millisecond.
    private static let interval: Int32 = 50_000
    private let limit: Int64?
    /// In milliseconds of the monotonic clock; nil while no statement runs.
    private var end: Int64?

    /// - Parameter limit: in milliseconds; nil: none.
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

    /// Runs a statement. A statement that begins while another one runs shares its deadline.
    func during<T>(_ body: () throws(SQLiteError) -> T) throws(SQLiteError) -> T {
        guard let limit, end == nil else { return try body() }
        end = StatementDeadline.now() + limit
        defer { end = nil }
        return try body()
    }

    private var isOver: Bool { end.map { StatementDeadline.now() > $0 } ?? false }

    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}

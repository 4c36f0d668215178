internal import SQLite
internal import Synchronization

/// Does something once at the end of a shared transaction, on behalf of all callers that name this closer.
protocol GroupCloser: AnyObject, Sendable {
    /// Called before the transaction. This method may be slow and may read the database.
    func prepare()
    /// Called at the start of each try of the transaction. This method must discard what an earlier try left.
    func begin()
    func close(_ connection: Connection) throws
    /// Called after each try with its result.
    func ended(_ end: GroupEnd)
}

/// The result of a group's transaction, as its closers receive it.
enum GroupEnd: Sendable {
    /// Everything that the callers and the closers wrote is on the disk.
    case committed
    /// The callers' work is on the disk. What the closer wrote was rolled back because of this error.
    case withoutCloser(any Error)
    /// The whole transaction was rolled back.
    case undone
}

/// Combines the writes of concurrent callers into one transaction, so that they share one sync of the disk.
///
/// A caller that finds no write in progress commits immediately. Callers that arrive during a commit share the next
/// one: one of them, the leader, writes for all of them. Each caller gets its result only after the commit. If the
/// work of one caller fails, the work of the others is still stored.
///
/// A group must have either only blocking callers or only suspending callers. A blocked leader always has a thread. A
/// suspended leader might wait for a thread that a blocked caller holds.
final class GroupCommit: Sendable {
    enum Turn: Sendable {
        /// The caller is the leader and must write for all waiting callers.
        case lead
        case done((any Error)?)
    }

    /// The work of one caller.
    struct Item: Sendable {
        /// Whether the work calls code from outside the queue. Such an item always runs in a savepoint. Other items
        /// get a savepoint only after something in the group has failed.
        var isIsolated = false
        var closer: (any GroupCloser)?
        /// Makes the caller's writes. It is called a second time if the first try of the group failed and was rolled
        /// back.
        let work: @Sendable (Connection) throws -> Void
    }

    private struct Member: Sendable {
        let item: Item
        /// Passes the result to the caller. It is nil for the leader, which returns its own result.
        var resume: (@Sendable (Turn) -> Void)?
    }

    private struct State: Sendable {
        var isLed = false
        var gathered: [Member] = []
        var inFlight = 0
    }

    private let database: Database
    private let state = Mutex(State())

    init(database: Database) { self.database = database }

    /// The number of callers that wait for the current commit or the next one.
    var waiting: Int { state.withLock { $0.gathered.count + $0.inFlight } }

    /// Submits an item and returns after the commit that stores its writes.
    ///
    /// - Parameter others: the number of other callers that may arrive at any moment.
    /// - Throws: the error that the item's work threw, or an ``SQLiteError`` of the transaction.
    func submit(_ item: Item, others: Int = 0) async throws {
        if join(item) {
            await gather(expecting: others)
            return try lead()
        }
        let turn = await withCheckedContinuation { continuation in
            follow(item) { continuation.resume(returning: $0) }
        }
        switch turn {
        case .lead:
            await gather(expecting: others)
            try lead()
        case .done(let error): if let error { throw error }
        }
    }

    /// Submits an item and blocks the calling thread until the commit that stores its writes.
    func submitBlocking(_ item: Item) throws {
        if join(item) { return try lead() }
        let handover = OneShot<Turn>()
        follow(item) { handover.give($0) }
        switch handover.take() {
        case .lead: try lead()
        case .done(let error): if let error { throw error }
        }
    }

    /// - Returns: true if the caller is now the leader. In this case its item is in the group.
    private func join(_ item: Item) -> Bool {
        state.withLock { state in
            guard !state.isLed else { return false }
            state.isLed = true
            state.gathered.append(Member(item: item))
            return true
        }
    }

    private func follow(_ item: Item, resume: @escaping @Sendable (Turn) -> Void) {
        let leads = state.withLock { state in
            // The leader may have finished since the caller called `join`.
            let leads = !state.isLed
            state.isLed = true
            state.gathered.append(Member(item: item, resume: leads ? nil : resume))
            return leads
        }
        if leads { resume(.lead) }
    }

    /// Waits briefly so that more callers can join. Only callers that have just received their results or are ready to
    /// run can join in this time, which is a few microseconds. In a pool with one thread, the leader blocks that thread
    /// while it commits, so nobody could join without this wait.
    private func gather(expecting others: Int) async {
        var before = 0
        for _ in 0..<16 {
            let count = state.withLock { $0.gathered.count }
            if count > others || count == before { return }
            before = count
            await Task.yield()
        }
    }

    /// Writes for all waiting callers. Then it makes one of the callers that arrived during the write the next leader.
    private func lead() throws {
        let members = state.withLock { state in
            let members = state.gathered
            state.gathered = []
            state.inFlight = members.count
            return members
        }
        let errors = write(members.map(\.item))
        var own: (any Error)?
        for (member, error) in zip(members, errors) {
            if let resume = member.resume { resume(.done(error)) } else { own = error }
        }
        let next = state.withLock { state -> (@Sendable (Turn) -> Void)? in
            state.inFlight = 0
            guard !state.gathered.isEmpty else {
                state.isLed = false
                return nil
            }
            let next = state.gathered[0].resume
            state.gathered[0].resume = nil
            return next
        }
        next?(.lead)
        if let own { throw own }
    }

    /// - Returns: for each item, the error that prevented its commit, or nil if the item was stored.
    private func write(_ items: [Item]) -> [(any Error)?] {
        var closers: [any GroupCloser] = []
        for item in items {
            if let closer = item.closer, !closers.contains(where: { $0 === closer }) { closers.append(closer) }
        }
        for closer in closers { closer.prepare() }
        var errors = [(any Error)?](repeating: nil, count: items.count)
        for isEachIsolated in [false, true] {
            var isBecauseOfWork = false
            do {
                let ends = try database.write { connection in
                    do {
                        return try run(items, closers, eachIsolated: isEachIsolated, in: connection)
                    } catch {
                        isBecauseOfWork = connection.isInTransaction
                        throw error
                    }
                }
                for (closer, error) in zip(closers, ends.closers) {
                    closer.ended(error.map(GroupEnd.withoutCloser) ?? .committed)
                }
                return ends.items
            } catch {
                errors = errors.map { _ in error }
                for closer in closers { closer.ended(.undone) }
                // A lock or disk error of one item would stop the others too, so trying again item by item is
                // pointless.
                guard isBecauseOfWork, items.count + closers.count > 1 else { break }
            }
        }
        return errors
    }

    /// - Returns: the errors that rolled back a single item or closer.
    private func run(
        _ items: [Item], _ closers: [any GroupCloser], eachIsolated: Bool, in connection: Connection
    ) throws -> (items: [(any Error)?], closers: [(any Error)?]) {
        for closer in closers { closer.begin() }
        let errors = try items.map { item in
            try attempt(isolated: eachIsolated || item.isIsolated, in: connection) { try item.work(connection) }
        }
        let closing = try closers.map { closer in
            try attempt(isolated: eachIsolated, in: connection) { try closer.close(connection) }
        }
        return (errors, closing)
    }

    /// - Returns: the error that rolled back an isolated body.
    private func attempt(
        isolated: Bool, in connection: Connection, _ body: () throws -> Void
    ) throws -> (any Error)? {
        guard isolated else {
            try body()
            return nil
        }
        do {
            try connection.savepoint(body)
            return nil
        } catch {
            // The error has rolled back the whole transaction.
            guard connection.isInTransaction else { throw error }
            return error
        }
    }
}

/// Holds the result of an item's work for its caller.
final class ResultBox<Value>: @unchecked Sendable {
    // `@unchecked` is safe because the leader writes `value` before it passes on the result, and the caller reads it
    // afterwards.
    var value: Value

    init(_ value: Value) { self.value = value }
}

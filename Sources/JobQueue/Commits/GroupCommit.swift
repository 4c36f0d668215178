internal import SQLite
internal import Synchronization

/// Does something once at the end of a shared transaction, for all callers that name it.
protocol GroupCloser: AnyObject, Sendable {
    /// Called before the transaction. It may be slow and may read the database.
    func prepare()
    /// Called at the start of each try of the transaction. It discards what an earlier try left.
    func begin()
    func close(_ connection: Connection) throws
    /// Called with the result of the last try.
    func ended(_ end: GroupEnd)
}

/// The result of a group's transaction, for its closers.
enum GroupEnd: Sendable {
    /// The callers' work and what the closers wrote are on disk.
    case committed
    /// The callers' work is durable. What the closer wrote was rolled back because of this error.
    case withoutCloser(any Error)
    /// Nothing is durable.
    case undone
}

/// Combines the writes of concurrent callers into one transaction, and so into one sync of the disk.
///
/// A caller that finds no write in progress commits immediately. Callers that arrive during a commit share the next one:
/// one of them, the leader, writes for all. A caller gets its result only after the commit. If the work of one caller
/// fails, the work of the others is still stored.
///
/// A group has either blocking callers or suspending callers, never both: a blocked leader always has a thread, but a
/// suspended one might wait for a thread that a blocked caller holds.
final class GroupCommit: Sendable {
    enum Turn: Sendable {
        /// Write for all waiting callers.
        case lead
        case done((any Error)?)
    }

    /// The work of one caller.
    struct Item: Sendable {
        /// Whether it runs foreign code, which gets a savepoint from the start. Other items get one only after something
        /// has failed.
        var isIsolated = false
        var closer: (any GroupCloser)?
        /// May be called again after the group's first try failed and was rolled back.
        let work: @Sendable (Connection) throws -> Void
    }

    private struct Member: Sendable {
        let item: Item
        /// nil for the leader, which returns its own result.
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

    /// Submits an item and returns after the commit that stores it.
    ///
    /// - Parameter others: how many other callers may arrive at any moment.
    /// - Throws: what the item's work threw, or ``SQLiteError`` of the transaction.
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

    /// The same for a blocking thread.
    func submitBlocking(_ item: Item) throws {
        if join(item) { return try lead() }
        let handover = OneShot<Turn>()
        follow(item) { handover.give($0) }
        switch handover.take() {
        case .lead: try lead()
        case .done(let error): if let error { throw error }
        }
    }

    /// - Returns: whether the caller is the leader. Its item is then in the group.
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
            // The leader may have left since the caller asked.
            let leads = !state.isLed
            state.isLed = true
            state.gathered.append(Member(item: item, resume: leads ? nil : resume))
            return leads
        }
        if leads { resume(.lead) }
    }

    /// Lets callers join that are about to arrive, because they just got their results or are ready to run. That takes
    /// microseconds. In a pool of one thread, which the leader then blocks, nobody could join otherwise.
    private func gather(expecting others: Int) async {
        var before = 0
        for _ in 0..<16 {
            let count = state.withLock { $0.gathered.count }
            if count > others || count == before { return }
            before = count
            await Task.yield()
        }
    }

    /// Writes for all waiting callers, then makes one of those that arrived meanwhile the leader.
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

    /// - Returns: for each item the error that prevented its commit.
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
                // A lock or disk error of one item concerns all of them.
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
            // The error rolled back the whole transaction.
            guard connection.isInTransaction else { throw error }
            return error
        }
    }
}

/// The result that an item's work leaves for its caller.
final class ResultBox<Value>: @unchecked Sendable {
    // Unchecked: the leader writes it before it hands the result over, the caller reads it afterwards.
    var value: Value

    init(_ value: Value) { self.value = value }
}

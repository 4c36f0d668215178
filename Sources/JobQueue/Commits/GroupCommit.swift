internal import SQLite
internal import Synchronization

/// Does something once at the end of a shared transaction, for all callers of the group that name it.
protocol GroupCloser: AnyObject, Sendable {
    /// Before the transaction: what may be slow, or may itself read the database.
    func prepare()
    /// At the start of each try of the transaction: forget what an earlier try has left.
    func begin()
    func close(_ connection: Connection) throws
    /// What became of the last try.
    func ended(_ end: GroupEnd)
}

/// What became of a group's transaction, for its closers.
enum GroupEnd: Sendable {
    /// All of it is durable.
    case committed
    /// The callers' work is durable; what the closer wrote is undone, because of this error.
    case withoutCloser(any Error)
    /// Nothing is durable.
    case undone
}

/// Lets what several callers want to write at the same time share one transaction, and so one sync of the disk.
///
/// It adapts by itself. Who finds nobody writing writes at once and alone; those who come while a commit is in flight
/// gather, and one of them writes for all of them in the next. Nobody hears of a result before its commit. Where one
/// caller's work fails, the others' is stored all the same.
///
/// One group has either callers that block or callers that suspend, never both: the leader of those that block always
/// has a thread, while one that suspends may wait for a thread that a blocked one holds.
final class GroupCommit: Sendable {
    enum Turn: Sendable {
        /// Write for all that have gathered.
        case lead
        case done((any Error)?)
    }

    /// What one caller wants written.
    struct Item: Sendable {
        /// Whether it runs arbitrary code of others: then it gets a savepoint from the start. The rest is spared that
        /// until something fails.
        var isIsolated = false
        var closer: (any GroupCloser)?
        /// May be called again where the first try of the group fails; what it did then has been rolled back.
        let work: @Sendable (Connection) throws -> Void
    }

    private struct Member: Sendable {
        let item: Item
        /// nil for the leader, which takes its result by itself.
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

    /// How many wait for the commit in flight or the next one.
    var waiting: Int { state.withLock { $0.gathered.count + $0.inFlight } }

    /// Returns after the commit that stores the item.
    ///
    /// - Parameter others: how many others may come at any moment.
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

    /// As ``submit(_:)``, for a thread that blocks.
    func submitBlocking(_ item: Item) throws {
        if join(item) { return try lead() }
        let handover = OneShot<Turn>()
        follow(item) { handover.give($0) }
        switch handover.take() {
        case .lead: try lead()
        case .done(let error): if let error { throw error }
        }
    }

    /// - Returns: whether the caller leads: then its item is in the group.
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
            // The leader may have gone since the caller asked.
            let leads = !state.isLed
            state.isLed = true
            state.gathered.append(Member(item: item, resume: leads ? nil : resume))
            return leads
        }
        if leads { resume(.lead) }
    }

    /// Those who are about to come, because they have just been given their results or are ready to run, are let in
    /// before the commit: a turn of the threads' pool takes microseconds. Without it a pool of one thread, which the
    /// leader then blocks, would let nobody in.
    private func gather(expecting others: Int) async {
        var before = 0
        for _ in 0..<16 {
            let count = state.withLock { $0.gathered.count }
            if count > others || count == before { return }
            before = count
            await Task.yield()
        }
    }

    /// Writes for all that have gathered, and passes the lead on to one of those that came meanwhile.
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

    /// - Returns: for each item the error that kept it from being stored.
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
                // A lock or a disk that fails one of them fails them all.
                guard isBecauseOfWork, items.count + closers.count > 1 else { break }
            }
        }
        return errors
    }

    /// - Returns: the errors that undid an item's or a closer's work alone.
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

    /// - Returns: the error that undid an isolated body alone.
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
            // It has taken the whole transaction with it.
            guard connection.isInTransaction else { throw error }
            return error
        }
    }
}

/// What an item's work leaves for its caller.
final class ResultBox<Value>: @unchecked Sendable {
    // Unchecked: the leader writes it before it hands the result over, the caller reads it afterwards.
    var value: Value

    init(_ value: Value) { self.value = value }
}

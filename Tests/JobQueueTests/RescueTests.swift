import Glibc
import SQLite
import TestSupport
import Testing

@testable import JobQueue

@Suite("Rescue", .ownThread)
struct RescueTests {
    private let lease: Int64 = 1000

    private func rescuer(of test: TestQueue) throws -> Rescuer {
        Rescuer(queue: test.queue, worker: try test.worker(lease: lease))
    }

    /// Starts a separate process that holds the lock on a worker's file, in place of the worker.
    private func process(holdingLockOf worker: WorkerIdentity, in test: TestQueue) throws -> RunningProgram {
        worker.retire()
        let program = try RunningProgram(
            "sh", ["-c", #"exec 9>"$0"; flock 9 && echo held; exec sleep 600"#, test.lockFile(of: worker)])
        _ = try program.line(containing: "held")
        return program
    }

    @Test("the jobs of a killed worker are available again at the next look, without waiting")
    func killedWorker() throws {
        let test = try TestQueue()
        let id = try test.insert()
        let worker = try test.worker(lease: lease)
        let claim = try test.claimOne(by: worker)
        let process = try process(holdingLockOf: worker, in: test)
        let rescuer = try rescuer(of: test)
        #expect(try rescuer.look() == RescueReport())

        process.send(SIGKILL)
        #expect(try process.finish() == .signalled(SIGKILL))
        test.clock.advance(by: 5)
        #expect(try rescuer.look() == RescueReport(rescued: [id], workers: [worker.id: .dead]))

        let job = try test.job(id)
        #expect(job.state == .available && job.worker == nil && job.lostAttempts == 1 && job.attempt == 1)
        #expect(job.maxAttempts == 20 && job.scheduledAt == claim.job.scheduledAt)
        let attempt = try #require(try test.attempts(of: id).first)
        #expect(attempt.outcome == .lost && attempt.endedAt == test.clock.now)
        #expect(try test.count("SELECT count(*) FROM workers") == 0)
        #expect(!Files.exists(test.lockFile(of: worker)))
        #expect(try rescuer.look() == RescueReport())
    }

    @Test("a dead worker is listed as dead, a live one is not")
    func shownAsDead() throws {
        let test = try TestQueue()
        let live = try test.worker(lease: lease)
        let dead = try test.worker(lease: lease)
        try test.queue.heartbeat(live)
        try test.queue.heartbeat(dead)
        dead.retire()
        Files.write([], to: test.lockFile(of: dead))
        let workers = try test.queue.database.read { try test.queue.workers(on: $0) }
        #expect(Set(workers.filter(\.isDead).map(\.id)) == [dead.id])
        #expect(workers.count == 2)
    }

    @Test("a missing lock file does not prove a death")
    func missingFile() throws {
        let test = try TestQueue()
        try test.insert()
        let worker = try test.worker(lease: lease)
        _ = try test.claimOne(by: worker)
        #expect(unlink(test.lockFile(of: worker)) == 0)
        #expect(try rescuer(of: test).look() == RescueReport())
    }

    @Test("a silent worker is given up only after a whole lease that the rescuer itself has watched")
    func silentWorker() throws {
        let test = try TestQueue()
        let id = try test.insert()
        let worker = try test.worker(lease: lease)
        _ = try test.claimOne(by: worker)
        // The worker was silent for a long time before the rescuer started. That time does not count.
        test.clock.advance(by: 100_000)
        let rescuer = try rescuer(of: test)
        for _ in 0..<3 {
            #expect(try rescuer.look() == RescueReport())
            test.clock.advance(by: 400)
        }
        #expect(try rescuer.look() == RescueReport(rescued: [id], workers: [worker.id: .silent]))
        #expect(try test.job(id).state == .available)
        // The worker is not known to be dead, so its file stays.
        #expect(Files.exists(test.lockFile(of: worker)))
    }

    @Test("silence of exactly one lease is not too long")
    func wholeLease() throws {
        let test = try TestQueue()
        let worker = try test.worker(lease: lease)
        try test.queue.heartbeat(worker)
        let rescuer = try rescuer(of: test)
        for _ in 0..<2 {
            #expect(try rescuer.look().workers.isEmpty)
            test.clock.advance(by: 500)
        }
        #expect(try rescuer.look().workers.isEmpty)
        test.clock.advance(by: 1)
        #expect(try rescuer.look().workers == [worker.id: .silent])
    }

    @Test("a worker whose heartbeat continues is never given up")
    func beatingWorker() throws {
        let test = try TestQueue()
        let worker = try test.worker(lease: lease)
        let rescuer = try rescuer(of: test)
        for _ in 0..<20 {
            try test.queue.heartbeat(worker)
            #expect(try rescuer.look().workers.isEmpty)
            test.clock.advance(by: 400)
            #expect(try rescuer.look().workers.isEmpty)
            test.clock.advance(by: 400)
        }
    }

    @Test("a jump of the wall clock rescues no job", arguments: [-100_000_000, 100_000_000] as [Int64])
    func wallClockJump(jump: Int64) throws {
        let test = try TestQueue()
        let worker = try test.worker(lease: lease)
        try test.queue.heartbeat(worker)
        let rescuer = try rescuer(of: test)
        #expect(try rescuer.look().workers.isEmpty)
        test.clock.advance(by: 300)
        test.clock.jumpWall(by: jump)
        #expect(try rescuer.look().workers.isEmpty)
        test.clock.advance(by: 300)
        #expect(try rescuer.look().workers.isEmpty)
    }

    @Test("a rescuer that was stopped does not count that time as the other's silence")
    func rescuerSlept() throws {
        let test = try TestQueue()
        let worker = try test.worker(lease: lease)
        try test.queue.heartbeat(worker)
        let rescuer = try rescuer(of: test)
        #expect(try rescuer.look().workers.isEmpty)
        test.clock.advance(by: 3_600_000)
        #expect(try rescuer.look().workers.isEmpty)
        for _ in 0..<2 {
            test.clock.advance(by: 400)
            #expect(try rescuer.look().workers.isEmpty)
        }
        test.clock.advance(by: 400)
        #expect(try rescuer.look().workers == [worker.id: .silent])
    }

    @Test("a worker is judged by its own lease, not by that of the worker that looks")
    func ownLease() throws {
        let test = try TestQueue()
        let patient = try test.worker(lease: 60_000)
        let hasty = try test.worker(lease: 2_000)
        for worker in [patient, hasty] { try test.queue.heartbeat(worker) }
        // The hasty worker looks often, but the patient worker sends a heartbeat only every twenty seconds.
        let byHasty = Rescuer(queue: test.queue, worker: hasty)
        // The patient worker looks less than twice per lease of the hasty worker.
        let byPatient = Rescuer(queue: test.queue, worker: patient)
        for second in 1...20 {
            if second.isMultiple(of: 2) { #expect(try byPatient.look() == RescueReport()) }
            #expect(try byHasty.look() == RescueReport())
            test.clock.advance(by: 1_000)
            try test.queue.heartbeat(hasty)
        }
        for second in 1...8 where second.isMultiple(of: 2) {
            test.clock.advance(by: 2_000)
            if second < 8 { #expect(try byPatient.look() == RescueReport()) }
        }
        #expect(try byPatient.look().workers == [hasty.id: .silent])
    }

    @Test("a worker that returns after it was given up has lost its claim and changes nothing")
    func returnedWorker() throws {
        let test = try TestQueue()
        let id = try test.insert()
        let worker = try test.worker(lease: lease)
        let claim = try test.claimOne(by: worker)
        let rescuer = try rescuer(of: test)
        try giveUpAsSilent(by: rescuer, in: test)
        #expect(try test.finish(claim, .completed()) == .lost)
        #expect(try test.job(id).state == .available)
        let second = try test.claimOne(by: try test.worker(lease: lease))
        #expect(try test.finish(claim, .discard(error: "late")) == .lost)
        #expect(try test.finish(second, .completed()) == .finished(.completed))
        #expect(try test.attempts(of: id).map(\.outcome) == [.lost, .completed])
    }

    @Test("a worker that returns after it was given up is watched again for a whole lease")
    func returnedWorkerIsWatchedAnew() throws {
        let test = try TestQueue()
        let worker = try test.worker(lease: lease)
        try test.queue.heartbeat(worker)
        let rescuer = try rescuer(of: test)
        try giveUpAsSilent(by: rescuer, in: test)
        // The worker's row is created again, so its counter starts at the value that the rescuer saw last.
        try test.queue.heartbeat(worker)
        for _ in 0..<3 {
            #expect(try rescuer.look() == RescueReport())
            test.clock.advance(by: 400)
        }
        #expect(try rescuer.look().workers == [worker.id: .silent])
    }

    private func giveUpAsSilent(by rescuer: Rescuer, in test: TestQueue) throws {
        for _ in 0..<3 {
            #expect(try rescuer.look().workers.isEmpty)
            test.clock.advance(by: 400)
        }
        #expect(try rescuer.look().workers.values.map { $0 } == [.silent])
    }

    @Test("running jobs of an unregistered worker are available again")
    func orphans() throws {
        let test = try TestQueue()
        let id = try test.insert()
        let worker = try test.worker(lease: lease)
        _ = try test.claimOne(by: worker)
        try test.queue.unregister(worker)
        #expect(try rescuer(of: test).look() == RescueReport(rescued: [id], workers: [worker.id: .unknown]))
        #expect(try test.job(id).lostAttempts == 1)
        #expect(try test.attempts(of: id).map(\.outcome) == [.lost])
    }

    @Test("a rescuer frees a lost attempt's reservation in a budget and keeps its spent use")
    func budgets() throws {
        let test = try TestQueue()
        try test.queue.setBudget("calls", windows: [BudgetWindow(milliseconds: 9000, allowance: 2)], margin: 0)
        try test.insert()
        try test.insert()
        let worker = try test.worker(lease: lease)
        let claims = try test.queue.claim([QueueSpec("default", budgets: ["calls"])], worker: worker, limit: 2).claims
        try test.queue.database.write { try test.queue.spend(try #require(claims.first), in: $0) }
        try test.queue.unregister(worker)
        #expect(try rescuer(of: test).look().rescued.count == 2)
        let room = try test.queue.database.read { try test.queue.room(in: "calls", on: $0) }
        #expect(room == BudgetRoom(free: 1, wait: 0))
    }

    @Test("a rescuer never gives up its own worker, and does not change finished jobs or those of other workers")
    func leavesOthersAlone() throws {
        let test = try TestQueue()
        for _ in 0..<3 { try test.insert() }
        let own = try test.worker(lease: lease)
        let other = try test.worker(lease: lease)
        let lost = try test.worker(lease: lease)
        let ownClaim = try test.claimOne(by: own)
        let otherClaim = try test.claimOne(by: other)
        let finished = try test.claimOne(by: lost)
        _ = try test.finish(finished, .completed())
        lost.retire()
        Files.write([], to: test.lockFile(of: lost))
        let rescuer = Rescuer(queue: test.queue, worker: own)
        #expect(try rescuer.look() == RescueReport(rescued: [], workers: [lost.id: .dead]))
        #expect(try test.job(ownClaim.job.id).state == .running)
        #expect(try test.job(otherClaim.job.id).state == .running)
        #expect(try test.job(finished.job.id).state == .completed)
        for _ in 0..<10 {
            test.clock.advance(by: 400)
            try test.queue.heartbeat(other)
            #expect(try rescuer.look() == RescueReport())
        }
    }
}

extension TestQueue {
    /// Returns the path of a worker's lock file. The lock on it shows that the worker is alive.
    func lockFile(of worker: WorkerIdentity) -> String { "\(path)-workers/\(worker.id).lock" }
}

import JobQueue
import SQLite
import Synchronization
import TestSupport
import Testing

/// Tests of a job that kills its worker's process each time, and of the jobs that run beside it.
@Suite("A job that kills its worker", .ownThread)
struct PoisonTests {
    /// Simulates the death of a worker's process: all its claimed jobs are lost.
    private func die(_ worker: WorkerIdentity, _ test: TestQueue) throws {
        try test.queue.database.write { _ = try $0.run("DELETE FROM workers") }
        worker.retire()
        _ = try Rescuer(queue: test.queue, worker: try test.worker()).look()
    }

    private func setLosses(_ losses: Int, of ids: [Int64], _ test: TestQueue) throws {
        try test.queue.database.write { connection in
            for id in ids { try connection.run("UPDATE jobs SET lost_attempts = ? WHERE id = ?", losses, id) }
        }
    }

    @Test("costs only its own life: what ran beside it is completed", arguments: [2, 5])
    func onlyTheGuilty(slots: Int) throws {
        let test = try TestQueue()
        let guilty = try test.insert()
        let innocent = try (1..<slots).map { _ in try test.insert() }
        // Each iteration of this loop is the life of a worker process. A job that was lost three times is given up.
        for _ in 0..<10 where try test.job(guilty).lostAttempts < 3 {
            let worker = try test.worker(concurrency: slots)
            while true {
                let claims = try test.claim(by: worker, limit: slots)
                if claims.isEmpty || claims.contains(where: { $0.job.id == guilty }) { break }
                for claim in claims { _ = try test.finish(claim, .completed()) }
            }
            try die(worker, test)
        }
        #expect(try test.job(guilty).lostAttempts == 3)
        #expect(try innocent.allSatisfy { try test.job($0).lostAttempts <= 2 })
    }

    @Test("is claimed alone by an idle worker, which claims nothing beside it")
    func alone() throws {
        let test = try TestQueue()
        let suspect = try test.insert()
        let other = try test.insert()
        try setLosses(2, of: [suspect], test)
        let worker = try test.worker(concurrency: 4)
        let claims = try test.claim(by: worker, limit: 4)
        #expect(claims.map(\.job.id) == [suspect])
        let next = try test.queue.claim([QueueSpec("default")], worker: worker, limit: 3)
        #expect(next.claims.isEmpty && next.waitsForSlots)
        // Another worker can still claim jobs.
        #expect(try test.claim(by: try test.worker(), limit: 4).map(\.job.id) == [other])
    }

    @Test("waits for the jobs before it, and keeps its place before those behind it")
    func keepsItsPlace() throws {
        let test = try TestQueue()
        let before = try test.insert()
        let suspect = try test.insert()
        let behind = try test.insert()
        try setLosses(2, of: [suspect], test)
        let worker = try test.worker(concurrency: 4)
        let first = try test.claim(by: worker, limit: 4)
        #expect(first.map(\.job.id) == [before])
        #expect(try test.claim(by: worker, limit: 3).isEmpty)
        _ = try test.finish(first[0], .completed())
        let second = try test.claim(by: worker, limit: 4)
        #expect(second.map(\.job.id) == [suspect])
        _ = try test.finish(second[0], .completed())
        #expect(try test.claim(by: worker, limit: 4).map(\.job.id) == [behind])
    }

    @Test("a worker with many slots runs suspects one at a time, and everything else beside each other")
    func worker() async throws {
        let test = try TestQueue()
        let ids = try (0..<12).map { _ in try test.insert() }
        let suspects: Set<Int64> = [ids[3], ids[4], ids[9]]
        try setLosses(2, of: Array(suspects), test)
        let running = Mutex<(now: Set<Int64>, together: [Set<Int64>])>(([], []))
        let worker = try TestWorker(
            test, concurrency: 4,
            ClosureHandler { claim in
                running.withLock { running in
                    running.now.insert(claim.job.id)
                    running.together.append(running.now)
                }
                await Task.yield()
                running.withLock { _ = $0.now.remove(claim.job.id) }
                return .completed()
            })
        try await worker.run(.drain)
        #expect(try ids.allSatisfy { try test.job($0).state == .completed })
        let together = running.withLock { $0.together }
        #expect(together.allSatisfy { $0.count == 1 || $0.isDisjoint(with: suspects) })
    }
}

import JobQueue
import SQLite
import Testing

@Suite("Unfinished jobs")
struct UnfinishedTests {
    private func read<T>(_ test: TestQueue, _ body: (JobQueue, Connection) throws -> T) throws -> T {
        try test.queue.database.read { try body(test.queue, $0) }
    }

    @Test("a unique key leads to its job while the job is unfinished")
    func byKey() throws {
        let test = try TestQueue()
        let id = try test.insert(uniqueKey: "report:5")
        func found() throws -> Int64? { try read(test) { try $0.unfinished(uniqueKey: "report:5", on: $1) } }
        #expect(try found() == id)
        let claim = try test.claimOne(by: try test.worker())
        #expect(try found() == id)
        _ = try test.finish(claim, .snooze(milliseconds: 10, reason: "later"))
        #expect(try found() == id)
        test.clock.advance(by: 10)
        _ = try test.finish(try test.claimOne(by: try test.worker()), .completed())
        #expect(try found() == nil)
    }

    @Test("those of one kind and subject come oldest first, without finished ones")
    func aboutSubject() throws {
        let test = try TestQueue()
        func insert(_ kind: String, about subject: String) throws -> Int64 {
            try test.queue.insert(NewJob(kind: kind, queue: "default", subject: subject)).id
        }
        _ = try insert("work", about: "report:5")
        _ = try test.finish(try test.claimOne(by: try test.worker()), .completed())
        let running = try insert("work", about: "report:5")
        _ = try test.claimOne(by: try test.worker())
        let waiting = try insert("work", about: "report:5")
        _ = try insert("work", about: "report:6")
        _ = try insert("play", about: "report:5")
        let found = try read(test) { try $0.unfinished(about: "report:5", kind: "work", on: $1) }
        #expect(found.map(\.id) == [running, waiting])
        #expect(found.map(\.state) == [.running, .available])
    }

    @Test("they are counted by queue and kind in all three states")
    func count() throws {
        let test = try TestQueue()
        for _ in 0..<4 { try test.insert() }
        let worker = try test.worker()
        _ = try test.finish(try test.claimOne(by: worker), .completed())
        _ = try test.claimOne(by: worker)
        try test.insert(after: 1_000)
        try test.insert("other")
        try test.insert(queue: "other")
        #expect(try read(test) { try $0.countUnfinished(in: "default", kind: "work", on: $1) } == 4)
    }

    @Test("a queue has an available job until it is claimed, whatever is scheduled")
    func available() throws {
        let test = try TestQueue()
        func hasAvailable() throws -> Bool { try read(test) { try $0.hasAvailable(in: "default", on: $1) } }
        try test.insert(after: 1_000)
        try test.insert(queue: "other")
        #expect(try !hasAvailable())
        try test.insert()
        #expect(try hasAvailable())
        _ = try test.claimOne(by: try test.worker())
        #expect(try !hasAvailable())
    }

    @Test("waiting jobs come in the order of the claim, then by their time")
    func waiting() throws {
        let test = try TestQueue()
        let last = try test.insert(after: 2_000)
        let third = try test.insert(after: 1_000)
        let second = try test.insert(priority: 1)
        let first = try test.insert()
        try test.insert(queue: "other")
        func next(_ limit: Int) throws -> [Int64] {
            try read(test) { try $0.nextJobs(in: "default", limit: limit, on: $1) }.map(\.id)
        }
        #expect(try next(10) == [first, second, third, last])
        #expect(try next(3) == [first, second, third])
        #expect(try next(1) == [first])
    }

    @Test("a job has ended if it completed or was discarded, and was inserted late enough")
    func ended() throws {
        let test = try TestQueue()
        func hasEnded(since time: Int64) throws -> Bool {
            try read(test) { try $0.hasEnded(kind: "work", about: "report:5", since: time, on: $1) }
        }
        let worker = try test.worker()
        let job = NewJob(kind: "work", queue: "default", subject: "report:5")
        try test.queue.insert(job)
        let start = test.clock.now
        _ = try test.finish(try test.claimOne(by: worker), .cancel(reason: "pointless"))
        #expect(try !hasEnded(since: start))
        for outcome: JobOutcome in [.completed(), .discard(error: "broken")] {
            test.clock.advance(by: 1_000)
            let inserted = test.clock.now
            try test.queue.insert(job)
            #expect(try !hasEnded(since: inserted))
            _ = try test.finish(try test.claimOne(by: worker), outcome)
            #expect(try hasEnded(since: inserted))
            #expect(try !hasEnded(since: inserted + 1))
        }
    }
}

import JSON
import TestSupport
import Testing

@Suite("frontpad-queue pause, resume and prune", .ownThread) struct QueueControlCommandTests {
    @Test("a paused queue keeps its orders until it is resumed, and status says who paused it and why")
    func pause() throws {
        let bridge = try Bridge(["language": "en"])
        try bridge.enqueue(["order"], Samples.order(1))
        let paused = try bridge.queue(["pause", "crm", "--by", "Anna", "--reason", "the kitchen moves", "--json"])
        let control = try JSON.parse(paused.stdout)
        #expect(control["name"]?.string == "crm" && control["paused_by"]?.string == "Anna")
        #expect(control["pause_reason"]?.string == "the kitchen moves" && control["paused_at"]?.int != nil)
        #expect(try bridge.drain().status == .exited(0))
        #expect(try bridge.sandbox.orders().isEmpty)
        let status = try bridge.queue(["status"]).stdout
        #expect(status.contains("crm since") && status.contains("by Anna: the kitchen moves"))
        let queues = try JSON.parse(try bridge.queue(["status", "--json"]).stdout)["queues"]?.array
        #expect(queues?.first?["paused_by"]?.string == "Anna")
        #expect(try bridge.queue(["resume", "crm"]).status == .exited(0))
        try bridge.drain()
        #expect(try bridge.sandbox.orders().count == 1)
    }

    @Test("a pause needs a reason, and a queue that is not paused cannot be resumed")
    func refused() throws {
        let bridge = try Bridge()
        let pause = try bridge.queue(["pause", "crm"])
        #expect(pause.status == .exited(64) && pause.stderr.contains("--reason"))
        let resume = try bridge.queue(["resume", "crm"])
        #expect(resume.status != .exited(0) && resume.stderr.contains("not paused"))
    }

    @Test(
        "a name that is no queue is refused with the one that was meant",
        arguments: [
            ("orders", nil), ("Crm", "crm"), ("crm ", "crm"), ("send_order", nil), ("", nil), ("lookup", "lookups"),
            ("all", nil), ("CRM", "crm"),
        ])
    func unknown(name: String, meant: String?) throws {
        let bridge = try Bridge()
        for command in ["pause", "resume"] {
            let result = try bridge.queue([command, name] + (command == "pause" ? ["--reason", "a test"] : []))
            #expect(result.status == .exited(64))
            #expect(result.stderr.contains("crm, lookups, polls, events, articles, shop, mail"))
            #expect(result.stderr.contains("did you mean «\(meant ?? "")»?") == (meant != nil))
        }
        #expect(try bridge.count("SELECT count(*) FROM queues") == 0)
    }

    @Test("a pause of a name that is no queue, from an older version, can be ended")
    func leftBehind() throws {
        let bridge = try Bridge()
        _ = try run(
            "sqlite3", [bridge.databasePath, "INSERT INTO queues (name, paused_at) VALUES ('orders', 1)"])
        #expect(try bridge.queue(["resume", "orders"]).status == .exited(0))
        #expect(try bridge.count("SELECT count(*) FROM queues WHERE paused_at IS NOT NULL") == 0)
    }

    @Test("completion offers the queues that can be paused")
    func completion() throws {
        let bridge = try Bridge()
        let script = try bridge.queue(["--completion", "bash"]).stdout
        let line = script.split(separator: "\n").first { $0.contains("\"pause\")") }
        #expect(line?.contains("crm lookups polls events articles shop mail") == true)
    }

    @Test("prune keeps the jobs of an order's history, whatever the age")
    func prune() throws {
        let bridge = try Bridge()
        try bridge.enqueue(["order"], Samples.order(1))
        try bridge.drain()
        let before = try bridge.count("SELECT count(*) FROM jobs WHERE subject IS NOT NULL")
        #expect(before > 0)
        let result = try bridge.queue(["prune", "--days", "0", "--discarded-days", "0", "--json"])
        #expect(result.status == .exited(0))
        #expect(try JSON.parse(result.stdout)["pruned"]?.int != nil)
        #expect(try bridge.count("SELECT count(*) FROM jobs WHERE subject IS NOT NULL") == before)
    }
}

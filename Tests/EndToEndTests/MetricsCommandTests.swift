import TestSupport
import Testing

@Suite("frontpad-queue metrics", .ownThread) struct MetricsCommandTests {
    @Test("prints what waits and what has happened, in a format that Prometheus reads") func metrics() throws {
        let bridge = try Bridge()
        for order in 1...3 { try bridge.enqueue(["order"], Samples.order(order)) }
        let before = try PrometheusSamples(try bridge.queue(["metrics"]).stdout)
        #expect(before.value("frontpad_jobs", ["state": "available", "queue": "crm"]) == 3)
        #expect(before.value("frontpad_jobs_inserted_total") == 3)
        #expect(before.value("frontpad_orders", ["state": "new"]) == 3)
        #expect(before.value("frontpad_workers", ["state": "alive"]) == 0)
        // The command accepts only names of known queues, so the test writes the row itself.
        _ = try run(
            "sqlite3",
            [bridge.databasePath, #"INSERT INTO queues (name, paused_at) VALUES ('mail "a\b"', 1)"#])
        try bridge.drain()
        let after = try PrometheusSamples(try bridge.queue(["metrics"]).stdout)
        #expect(after.value("frontpad_jobs", ["state": "available", "queue": "crm"]) == nil)
        #expect(after.value("frontpad_orders", ["state": "new"]) == 0)
        #expect(after.value("frontpad_queue_paused", ["queue": "mail \"a\\b\""]) == 1)
        let labels = ["queue": "crm", "kind": "send_order"]
        // While Frontpad's limit delays an order, a worker may claim the order several times.
        let claims = try #require(after.value("frontpad_job_claims_total", labels))
        #expect(claims >= 3)
        let completed = labels.merging(["outcome": "completed"]) { $1 }
        #expect(after.value("frontpad_job_attempts_total", completed) == 3)
        for name in ["frontpad_job_wait_seconds", "frontpad_job_run_seconds"] {
            #expect(after.types[name] == "histogram")
            let buckets = after.buckets(name, labels)
            #expect(buckets.last?.labels["le"] == "+Inf")
            #expect(zip(buckets, buckets.dropFirst()).allSatisfy { $0.value <= $1.value })
            #expect(buckets.last?.value == after.value(name + "_count", labels))
            #expect(after.value(name + "_count", labels) == claims)
            #expect(after.value(name + "_sum", labels) != nil)
        }
    }

    @Test("the test's own reader refuses what Prometheus would refuse", arguments: ["a{b=\"c\" 1\n", "a one\n", "a 1"])
    func malformed(text: String) {
        #expect(throws: PrometheusSamples.Malformed.self) { try PrometheusSamples("# TYPE a gauge\n" + text) }
    }
}

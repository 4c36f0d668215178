import JSON
import TestSupport
import Testing

@Suite("frontpad-enqueue orders", .ownThread) struct OrdersCommandTests {
    @Test("prints the result of each order as one JSON object per line") func json() throws {
        let bridge = try Bridge()
        let input = [Samples.order(1), Samples.order(2)].joined(separator: "\n") + "\n"
        let result = try bridge.enqueue(["orders", "--json"], input)
        #expect(result.status == .exited(0))
        #expect(result.stderr == "")
        let receipts = try result.stdout.split(separator: "\n").map { try JSON.parse(String($0)) }
        #expect(receipts.map { $0["id"]?.int } == [1, 2])
        #expect(receipts.map { $0["num"]?.string } == ["T/1", "T/2"])
        #expect(receipts.allSatisfy { $0["effect"]?.string == "stored" && $0["sending"]?.string == "queued" })
        let jobs = try (1...2).map {
            try bridge.count("SELECT id FROM jobs WHERE subject = 'order:\($0)'")
        }
        #expect(receipts.map { $0["job"]?.int } == jobs)
    }

    @Test("may read the same file any number of times, before and after the orders were sent") func again() throws {
        let bridge = try Bridge()
        let input = (1...3).map { Samples.order($0) }.joined(separator: "\n")
        #expect(
            try bridge.enqueue(["orders"], input).stdout == "3 stored, 0 known already, 3 on their way to Frontpad\n")
        #expect(try bridge.enqueue(["orders"], input).stdout.hasPrefix("0 stored, 3 known already"))
        #expect(try bridge.count("SELECT count(*) FROM jobs") == 3)
        try bridge.drain()
        let last = try bridge.enqueue(["orders"], input)
        #expect(last.stdout == "0 stored, 3 known already, 0 on their way to Frontpad\n")
        try bridge.drain()
        #expect(try bridge.sandbox.orders().count == 3)
        #expect(try bridge.count("SELECT count(*) FROM jobs") == 3)
    }

    @Test("accepts Windows line ends and a last line without an end, and skips blank lines") func ends() throws {
        let bridge = try Bridge()
        let result = try bridge.enqueue(["orders"], "\r\n\(Samples.order(1))\r\n  \r\n\(Samples.order(2))")
        #expect(result.status == .exited(0))
        #expect(result.stdout.hasPrefix("2 stored"))
    }

    @Test("reports a line that is too large without storing it, and reads the lines around it") func largeLine() throws
    {
        let bridge = try Bridge()
        let large = String(repeating: "[", count: 8 << 20)
        let result = try bridge.enqueue(["orders"], "\(Samples.order(1))\n\(large)\n\(Samples.order(2))\n")
        #expect(result.status == .exited(65))
        #expect(result.stderr.split(separator: "\n").count == 1)
        #expect(result.stderr.hasPrefix("frontpad-enqueue: line 2: is larger than"))
        #expect(try bridge.count("SELECT count(*) FROM orders") == 2)
    }

    @Test("exits with 66 if its file is missing and with 64 if it gets two", arguments: ["order", "orders"])
    func files(command: String) throws {
        let bridge = try Bridge()
        let missing = try bridge.enqueue([command, bridge.folder.path(of: "missing.jsonl")])
        #expect(missing.status == .exited(66))
        #expect(missing.stderr.split(separator: "\n").count == 1)
        #expect(missing.stderr.contains("missing.jsonl"))
        let two = try bridge.enqueue([command, "a", "b"])
        #expect(two.status == .exited(64))
        #expect(two.stderr.split(separator: "\n").count == 1)
    }
}

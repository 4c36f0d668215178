import JSON
import TestSupport
import Testing

@Suite("The sandbox's faults", .ownThread)
struct SandboxFaultTests {
    static let pizza = SandboxMethodTests.pizza

    @Test(
        "an answer that never arrives leaves the order created, or not, as requested",
        arguments: [
            ("reset_after_reading", LoopbackClient.Ending.reset, ""), ("close_after_reading", .closed, ""),
            ("garbage", .closed, "\u{0}"), ("truncated", .closed, "HTTP/1.1 200"),
            ("not_json", .closed, "HTTP/1.1 200"), ("empty", .closed, "HTTP/1.1 200"),
            ("status_500", .closed, "HTTP/1.1 500"), ("status_502_html", .closed, "HTTP/1.1 502"),
        ], [true, false])
    func lostAnswer(fault: (name: String, ending: LoopbackClient.Ending, start: String), creates: Bool) throws {
        let sandbox = try SandboxProgram()
        try sandbox.control(
            "fault",
            ["method": "new_order", "fault": .string(fault.name), "creates_order": .bool(creates), "count": 1])
        let answer = sandbox.raw("new_order", Self.pizza)
        #expect(answer.ending == fault.ending)
        #expect(answer.text.hasPrefix(fault.start))
        if fault.start.isEmpty { #expect(answer.bytes.isEmpty) }
        #expect(try sandbox.orders().count == (creates ? 1 : 0))
        let noted = try sandbox.state("requests").array?.first
        #expect(noted?["fault"]?.string == fault.name)
        #expect(noted?["outcome"] == (creates ? "success" : "fault"))
        // The fault applied to only one request.
        #expect(try sandbox.call("new_order", Self.pizza)["result"] == "success")
    }

    @Test("a truncated answer is shorter than its Content-Length")
    func truncated() throws {
        let sandbox = try SandboxProgram()
        try sandbox.control("fault", ["fault": "truncated", "creates_order": true])
        let parts = sandbox.raw("new_order", Self.pizza).text.split(separator: "\r\n\r\n")
        #expect(parts.first?.contains("Content-Length: 60\r\n") == true)
        #expect(parts.last?.utf8.count == 30)
    }

    @Test("a connection that is reset before reading creates nothing, and can be requested for one method")
    func resetBeforeReading() throws {
        let sandbox = try SandboxProgram()
        try sandbox.control("fault", ["method": "new_order", "fault": "reset_before_reading"])
        #expect(try sandbox.call("get_stops")["result"] == "success")
        let answer = sandbox.raw("new_order", Self.pizza)
        #expect(answer.ending == .reset)
        #expect(answer.bytes.isEmpty)
        #expect(try sandbox.orders().isEmpty)
        #expect(throws: SandboxProgram.Failure.self) {
            try sandbox.control("fault", ["fault": "reset_before_reading", "creates_order": true])
        }
    }

    @Test("a silent connection keeps the client waiting", arguments: [true, false])
    func silent(creates: Bool) throws {
        let sandbox = try SandboxProgram()
        try sandbox.control("fault", ["fault": "silent", "creates_order": .bool(creates)])
        let answer = sandbox.raw("new_order", Self.pizza, seconds: 1)
        #expect(answer.ending == .silent)
        #expect(answer.bytes.isEmpty)
        _ = try sandbox.program.line(containing: "fault silent", in: .errors)
        #expect(try sandbox.orders().count == (creates ? 1 : 0))
    }

    @Test("a late answer and one that drips are whole", arguments: ["delay", "drip"])
    func slow(fault: String) throws {
        let sandbox = try SandboxProgram()
        try sandbox.control("fault", ["fault": .string(fault), "milliseconds": 1])
        #expect(try sandbox.call("new_order", Self.pizza)["order_id"] == "1000001")
    }

    @Test(
        "a client that does not wait for a late answer creates no order, unless the order is created first",
        arguments: [true, false])
    func abandoned(creates: Bool) throws {
        let sandbox = try SandboxProgram()
        try sandbox.control(
            "fault", ["fault": "delay", "milliseconds": 600_000, "creates_order": .bool(creates)])
        // This sends the request and closes the connection at once.
        _ = sandbox.raw("new_order", Self.pizza, seconds: 0)
        _ = try sandbox.program.line(
            containing: creates ? "new_order: created" : "new_order: the client has gone", in: .errors)
        #expect(try sandbox.orders().count == (creates ? 1 : 0))
    }

    @Test("planned errors answer the next requests of their method")
    func plannedErrors() throws {
        let sandbox = try SandboxProgram(["--no-limits"])
        try sandbox.control("answer", ["method": "new_order", "error": "api_off", "count": 2])
        #expect(try sandbox.call("get_stops")["result"] == "success")
        for _ in 0..<2 { #expect(try sandbox.call("new_order", Self.pizza).errorCode == "api_off") }
        #expect(try sandbox.call("new_order", Self.pizza)["order_id"] == "1000001")
    }

    @Test("resetting the sandbox forgets its plans and keeps the orders")
    func forget() throws {
        let sandbox = try SandboxProgram()
        _ = try sandbox.call("new_order", Self.pizza)
        try sandbox.control("fault", ["fault": "status_500", "count": 100])
        try sandbox.control("answer", ["error": "api_off", "count": 100])
        try sandbox.control("shift", ["open": false])
        try sandbox.control("reset", [:])
        #expect(try sandbox.call("new_order", Self.pizza)["order_id"] == "1000002")
        #expect(try sandbox.state("requests").array?.count == 1)
    }

    @Test("a request that is too large is refused")
    func tooLarge() throws {
        let sandbox = try SandboxProgram()
        let body = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20)
        #expect(try sandbox.client.request("POST", "/api/index.php?get_stops", body: body).status == 200)
        #expect(
            try sandbox.client.request("POST", "/api/index.php?get_stops", body: body + [0]).status == 413)
        let header = (name: "X-Long", value: String(repeating: "a", count: 70_000))
        #expect(try sandbox.client.request("GET", "/", headers: [header]).status == 431)
    }
}

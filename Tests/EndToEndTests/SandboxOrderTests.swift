import JSON
import TestSupport
import Testing

@Suite("The sandbox's orders", .ownThread)
struct SandboxOrderTests {
    static let pizza = SandboxMethodTests.pizza

    @Test("orders in a file survive a kill: ids continue, and a line that a crash cut off is dropped")
    func restart() throws {
        let folder = TemporaryDirectory()
        let path = folder.path(of: "orders.jsonl")
        let first = try SandboxProgram(["--orders", path])
        _ = try first.call("new_order", Self.pizza)
        try first.control("status", ["order_id": "1000001", "status": 10])
        let orders = try first.orders()
        first.program.send(9)
        _ = try first.program.finish()
        Files.write((Files.read(path) ?? []) + Array(#"{"order_id":"10000"#.utf8), to: path)

        let second = try SandboxProgram(["--orders", path])
        #expect(try second.orders() == orders)
        #expect(
            try second.call("new_order", Self.pizza) == [
                "result": "success", "order_id": "1000002", "order_number": "2",
            ])
        second.program.send(9)
        _ = try second.program.finish()

        let third = try SandboxProgram(["--orders", path])
        #expect(try third.orders().map { $0["order_id"]?.string } == ["1000001", "1000002"])
        #expect(try third.orders().map { $0["status"]?.int } == [10, 1])
    }

    @Test("two sandboxes cannot share a file of orders")
    func sharedFile() throws {
        let folder = TemporaryDirectory()
        let path = folder.path(of: "orders.jsonl")
        let first = try SandboxProgram(["--orders", path])
        let second = try run(Programs.path(named: "frontpad-sandbox"), ["--orders", path])
        #expect(second.status == .exited(69))
        #expect(second.stderr.contains("cannot lock"))
        #expect(try first.call("new_order", Self.pizza)["order_id"] == "1000001")
    }

    @Test("another kind of file is refused, not overwritten")
    func foreignFile() throws {
        let folder = TemporaryDirectory()
        let path = folder.path(of: "orders.jsonl")
        Files.write("{}\n".utf8, to: path)
        let result = try run(Programs.path(named: "frontpad-sandbox"), ["--orders", path])
        #expect(result.status == .exited(69))
        #expect(result.stderr.contains("line 1: not an order"))
        #expect(Files.read(path) == Array("{}\n".utf8))
    }

    @Test("an order that cannot be stored is not created")
    func fullDisk() throws {
        let folder = TemporaryDirectory()
        let sandbox = try SandboxProgram(["--orders", folder.path(of: "orders.jsonl")], filesMayGrow: false)
        let answer = sandbox.raw("new_order", Self.pizza)
        #expect(answer.text.hasPrefix("HTTP/1.1 500"))
        #expect(try sandbox.orders().isEmpty)
    }

    @Test("SIGTERM and SIGINT end it with success", arguments: [15, 2] as [Int32])
    func ending(signal: Int32) throws {
        let sandbox = try SandboxProgram()
        sandbox.program.send(signal)
        #expect(try sandbox.program.finish() == .exited(0))
        #expect(sandbox.program.text(of: .output).split(separator: "\n").count == 1)
    }

    @Test("a change of status that the order asks for is reported to its address")
    func webhook() throws {
        let shop = try HookReceiver()
        let sandbox = try SandboxProgram(["--no-limits"])
        let address = "http%3A%2F%2F127.0.0.1%3A\(shop.port)%2Fhook%3Ftoken%3D1"
        _ = try sandbox.call(
            "new_order", Self.pizza + "&hook_status[0]=3&hook_status[1]=10&hook_url=\(address)")
        // The order did not ask for status 4.
        try sandbox.control("status", ["order_id": "1000001", "status": 4])
        try sandbox.control("status", ["order_id": "1000001", "status": 3])
        let request = try shop.next()
        #expect(request.hasPrefix("POST /hook?token=1 HTTP/1.1\r\n"))
        let body = try JSON.parse(String(request.split(separator: "\r\n\r\n").last ?? ""))
        #expect(body.object?.keys == ["action", "order_id", "status", "datetime"])
        #expect(body["action"] == "change_status")
        #expect(body["order_id"] == 1_000_001)
        #expect(body["status"] == 3)
        #expect(body["datetime"]?.string?.wholeMatch(of: /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/) != nil)
        _ = try sandbox.program.line(containing: "webhook order 1000001 status 3: 200", in: .errors)
        #expect(
            try sandbox.state("webhooks") == [["order_id": 1_000_001, "status": 3, "outcome": "200"]])
    }

    @Test("an order without an address is reported to the address in the settings")
    func defaultHook() throws {
        let shop = try HookReceiver()
        let sandbox = try SandboxProgram(["--hook-url", "http://127.0.0.1:\(shop.port)/settings"])
        _ = try sandbox.call("new_order", Self.pizza + "&hook_status[0]=10")
        try sandbox.control("status", ["order_id": "1000001", "status": 10])
        #expect(try shop.next().hasPrefix("POST /settings HTTP/1.1\r\n"))
    }

    @Test("a sixth hook status is not reported")
    func sixthHookStatus() throws {
        let shop = try HookReceiver()
        let sandbox = try SandboxProgram(["--hook-url", "http://127.0.0.1:\(shop.port)/"])
        let hooks = [1, 3, 12, 4, 10, 11].enumerated().map { "hook_status[\($0)]=\($1)" }
        _ = try sandbox.call("new_order", ([Self.pizza] + hooks).joined(separator: "&"))
        try sandbox.control("status", ["order_id": "1000001", "status": 11])
        try sandbox.control("status", ["order_id": "1000001", "status": 10])
        #expect(try shop.next().contains(#""status":10,"#))
        _ = try sandbox.program.line(containing: "webhook order 1000001 status 10", in: .errors)
        #expect(try sandbox.state("webhooks").array?.map { $0["status"]?.int } == [10])
    }

    @Test("a report is sent only to this machine")
    func foreignHook() throws {
        let sandbox = try SandboxProgram()
        _ = try sandbox.call(
            "new_order", Self.pizza + "&hook_status[0]=3&hook_url=http%3A%2F%2Fexample.com%2F")
        try sandbox.control("status", ["order_id": "1000001", "status": 3])
        #expect(try sandbox.state("webhooks") == [])
    }

    @Test("the page shows the orders, and executes nothing in them")
    func page() throws {
        let sandbox = try SandboxProgram()
        _ = try sandbox.call("new_order", Self.pizza + "&name=%3Cscript%3Ealert(1)%3C%2Fscript%3E")
        let page = try sandbox.client.request("GET", "/")
        #expect(page.headers["content-type"] == "text/html; charset=utf-8")
        #expect(page.text.contains("Маргарита (PZ-001) × 1"))
        #expect(page.text.contains("&lt;script&gt;alert(1)"))
        #expect(!page.text.contains("<script"))
    }

    @Test("the output has no secrets and no customers")
    func log() throws {
        let sandbox = try SandboxProgram()
        _ = try sandbox.call("new_order", Self.pizza + "&phone=79000000001")
        _ = try sandbox.call("get_stops", secret: "hush")
        _ = try sandbox.program.line(containing: "get_stops: invalid_secret", in: .errors)
        let log = sandbox.program.text(of: .errors)
        #expect(log.contains("new_order: created 1000001"))
        #expect(!log.contains("hush"))
        #expect(!log.contains("79000000001"))
    }

    @Test(
        "an invalid option ends the program before it listens",
        arguments: [
            ["--port", "x"], ["--shift"], ["--shift", "ajar"], ["--nothing"], ["--hook-url", "http://a.ru/"],
        ])
    func options(arguments: [String]) throws {
        let result = try run(Programs.path(named: "frontpad-sandbox"), arguments)
        #expect(result.status == .exited(64))
        #expect(result.stdout.isEmpty)
        #expect(result.stderr.contains("(see frontpad-sandbox --help)"))
    }
}

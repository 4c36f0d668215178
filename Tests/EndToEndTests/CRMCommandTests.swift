import JSON
import TestSupport
import Testing

@Suite("frontpad-crm", .ownThread) struct CRMCommandTests {
    private static let secret = "s3cr3t-of-the-account"

    private func bridge(_ settings: [String: String] = [:], _ arguments: [String] = []) throws -> Bridge {
        try Bridge(
            settings.merging(["secret": Self.secret]) { $1 }, sandbox: ["--secret", Self.secret] + arguments)
    }

    private func requests(_ bridge: Bridge) throws -> [String] {
        try bridge.sandbox.state("requests").array?.compactMap { $0["method"]?.string } ?? []
    }

    @Test("finds a client by the phone in the account's format, as a table and as JSON")
    func client() throws {
        let bridge = try bridge(["phone_format": "digits"])
        let table = try bridge.crm(["client", "+7 (900) 000-00-01"])
        #expect(table.status == .exited(0))
        #expect(table.stdout.contains("name    Иван\n"))
        #expect(table.stdout.contains("score   100\n"))
        let json = try JSON.parse(bridge.crm(["client", "-", "--json"], "79000000001\n").stdout)
        #expect(json["name"] == "Иван")
        #expect(json["sale"] == "10")
        #expect(json["descr"]?.isNull == true)
        let unknown = try bridge.crm(["client", "79999999999"])
        #expect(unknown.status == .exited(1))
        #expect(!unknown.stderr.contains("9999999"))
    }

    @Test(
        "distinguishes the kinds of certificates",
        arguments: [
            ("PERCENT-50", ["kind": "percent", "sale": "50"]), ("AMOUNT-3000", ["kind": "amount", "amount": "3000"]),
            ("PRODUCT", ["kind": "product", "product_id": "001", "name": "Филадельфия", "price": "250"]),
            ("GIFT", ["kind": "product", "product_id": nil, "name": "7Up 0,5л.", "price": "0"]),
        ] as [(String, JSON)])
    func certificate(number: String, expected: JSON) throws {
        let bridge = try bridge()
        let result = try bridge.crm(["certificate", number, "--json"])
        #expect(try JSON.parse(result.stdout) == expected)
        #expect(try bridge.crm(["certificate", "NONE"]).status == .exited(1))
    }

    @Test("lists products and stops, from the database while they are younger than an hour")
    func catalogue() throws {
        let bridge = try bridge()
        try bridge.sandbox.control("stops", ["PZ-002"])
        let products = try JSON.parse(bridge.crm(["products", "--json"]).stdout)
        #expect(products["products"]?.array?.count == 7)
        let stops = try bridge.crm(["stops"])
        #expect(stops.stdout.contains("PZ-002"))
        #expect(stops.stdout.contains("1 products, fetched 0 min ago"))
        #expect(try bridge.crm(["products"]).stdout.contains("PZ-002       520    yes      Пепперони"))
        #expect(try requests(bridge) == ["get_products", "get_stops"])
        let fresh = try bridge.crm(["products", "--fresh"])
        #expect(fresh.status == .exited(75))
        #expect(fresh.stderr.contains("try again in 36"))
        #expect(try bridge.crm(["stops", "--fresh"]).status == .exited(0))
        #expect(try requests(bridge) == ["get_products", "get_stops", "get_stops"])
    }

    @Test("an empty stop list is found, and is empty")
    func noStops() throws {
        let result = try bridge().crm(["stops", "--json"])
        #expect(result.status == .exited(0))
        #expect(try JSON.parse(result.stdout)["products"] == [])
    }

    @Test("asks an older account for a status, by any name of the order")
    func legacyStatus() throws {
        let bridge = try bridge([:], ["--legacy-status", "--no-limits"])
        try bridge.enqueue(["order"], Samples.order(5))
        try bridge.drain()
        try bridge.sandbox.control("status", ["order_id": "1000001", "status": 3])
        for name in ["5", "T/5", "1000001"] {
            let json = try JSON.parse(bridge.crm(["status", "--order", name, "--json"]).stdout)
            #expect(json["crm_status"] == "В производстве", "\(name)")
            #expect(json["order_id"] == 5)
            #expect(json["source"] == "crm")
        }
        let byPhone = try JSON.parse(bridge.crm(["status", "--phone", "+79123456789", "--json"]).stdout)
        #expect(byPhone["crm_status"] == "В производстве")
        #expect(try bridge.crm(["status", "--order", "777"]).status == .exited(1))
    }

    @Test("prints the status from webhooks if the CRM has withdrawn the method, and tries the method once")
    func withdrawnStatus() throws {
        let bridge = try bridge(["requests_per_minute": "600", "requests_per_second": "100"], ["--no-limits"])
        try bridge.enqueue(["order"], Samples.order(5))
        try bridge.drain()
        try bridge.enqueue(["crm-status", "--crm-order", "1000001", "3"])
        try bridge.drain()
        for arguments in [
            ["--order", "5"], ["--order", "T/5"], ["--order", "1000001"], ["--phone", "8 (912) 345-67-89"],
        ] {
            let result = try bridge.crm(["status"] + arguments + ["--json"])
            #expect(result.status == .exited(0), "\(result.stderr)")
            let json = try JSON.parse(result.stdout)
            #expect(json["crm_status"] == "3")
            #expect(json["crm_status_name"] == "В производстве (3)")
            #expect(json["source"] == "local")
            #expect(try #require(json["crm_status_at"]?.int) > 0)
        }
        #expect(try requests(bridge).filter { $0 == "get_status" }.count == 1)
        // The only order has the number 1 in the CRM.
        #expect(try bridge.crm(["status", "--order", "1"]).stdout.contains("В производстве (3)"))
        #expect(try bridge.crm(["status", "--order", "9"]).status == .exited(1))
    }

    @Test("an order that was not sent has no status yet, but is found")
    func notSent() throws {
        let bridge = try bridge()
        try bridge.enqueue(["order"], Samples.order(5))
        let result = try bridge.crm(["status", "--order", "5"])
        #expect(result.status == .exited(0))
        #expect(result.stdout.contains("none yet"))
        #expect(try requests(bridge).isEmpty)
    }

    @Test("the same phone or certificate may be looked up three times, in any format, and others are not affected")
    func repeated() throws {
        let bridge = try bridge(["requests_per_minute": "600", "requests_per_second": "100"], ["--no-limits"])
        for phone in ["79000000001", "7 900 000 00 01", "7-9000000001"] {
            #expect(try bridge.crm(["client", phone]).status != .exited(75))
        }
        let fourth = try bridge.crm(["client", "79000000001"])
        #expect(fourth.status == .exited(75))
        #expect(fourth.stderr.contains("looked up too often"))
        #expect(try requests(bridge).count == 3)
        #expect(try bridge.crm(["certificate", "GIFT"]).status == .exited(0))
    }

    @Test("ten lookups per minute are answered, whatever they are about")
    func enumeration() throws {
        let bridge = try bridge(["requests_per_minute": "600", "requests_per_second": "100"], ["--no-limits"])
        let statuses = try (1...11).map { try bridge.crm(["certificate", "C-\($0)"]).status }
        #expect(statuses == Array(repeating: .exited(1), count: 10) + [.exited(75)])
        #expect(try requests(bridge).count == 10)
    }

    @Test("stores neither phone nor certificate")
    func stores() throws {
        let bridge = try bridge()
        _ = try bridge.crm(["client", "79000000001"])
        _ = try bridge.crm(["certificate", "AMOUNT-3000"])
        let dump = try run("sqlite3", [bridge.databasePath, ".dump"]).stdout
        #expect(dump.contains("INSERT INTO lookups"))
        #expect(!dump.contains("9000000001"))
        #expect(!dump.contains("AMOUNT-3000"))
    }

    @Test("waits for its turn up to its limit, and says so; without a turn it asks to try later")
    func turn() throws {
        let bridge = try bridge(["requests_per_second": "1", "requests_per_minute": "600"], ["--no-limits"])
        #expect(try bridge.crm(["stops", "--fresh"]).stderr == "")
        let waiting = try bridge.crm(["stops", "--fresh", "--wait", "30"])
        #expect(waiting.status == .exited(0))
        #expect(waiting.stderr.contains("for a free request"))
        let full = try self.bridge(["requests_per_minute": "1"])
        #expect(try full.crm(["stops", "--fresh"]).status == .exited(0))
        let late = try full.crm(["stops", "--fresh", "--wait", "0"])
        #expect(late.status == .exited(75))
        #expect(late.stderr.contains("limit is reached"))
    }

    @Test("leaves the last request in the budget to a waiting order")
    func behindOrders() throws {
        let bridge = try bridge(["requests_per_minute": "1"])
        try bridge.enqueue(["order"], Samples.order(5))
        #expect(try bridge.crm(["stops", "--wait", "0"]).status == .exited(75))
        #expect(try requests(bridge).isEmpty)
        try bridge.drain()
        #expect(try bridge.state(of: 5) == "sent")
    }

    @Test("says what is missing if no request is possible, without the secret")
    func unavailable() throws {
        let bridge = try bridge()
        let unset = try run(
            Programs.path(named: "frontpad-crm"), ["stops", "--db", bridge.folder.path(of: "other.db")])
        #expect(unset.status == .exited(78))
        #expect(unset.stderr.contains("frontpadapi_secret is not set"))
        _ = try bridge.queue(["settings", "set", "secret", "-"], "wrong-secret\n")
        let wrong = try bridge.crm(["client", "79000000001"])
        #expect(wrong.status == .exited(78))
        #expect(wrong.stderr.contains("invalid_secret"))
        #expect(!wrong.stderr.contains("wrong-secret"))
        _ = try bridge.queue(["settings", "set", "api_url", "http://127.0.0.1:\(ScriptedServer.closedPort())/"])
        let away = try bridge.crm(["certificate", "GIFT-77"])
        #expect(away.status == .exited(69))
        #expect(away.stderr.split(separator: "\n").count == 1)
        #expect(!away.stderr.contains("GIFT-77"))
    }

    @Test(
        "refuses an incomplete command line",
        arguments: [["status"], ["status", "--order", "1", "--phone", "2"], ["client", "abc"], ["certificate", " "]])
    func usage(arguments: [String]) throws {
        let folder = TemporaryDirectory()
        let result = try run(
            Programs.path(named: "frontpad-crm"), arguments + ["--db", folder.path(of: "queue.db")])
        #expect(result.status == .exited(64))
    }
}

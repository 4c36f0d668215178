import JSON
import TestSupport
import Testing

@Suite("The sandbox's API answers", .ownThread)
struct SandboxMethodTests {
    static let pizza = "product[0]=PZ-001&product_kol[0]=1"

    @Test("an order is created with the API's ids, and listed with its fields but without the secret")
    func order() throws {
        let sandbox = try SandboxProgram()
        let answer = try sandbox.call("new_order", Self.pizza + "&descr=%D0%94%D0%B0+%2B")
        #expect(answer == ["result": "success", "order_id": "1000001", "order_number": "1"])
        let second = try sandbox.call("new_order", Self.pizza)
        #expect(second == ["result": "success", "order_id": "1000002", "order_number": "2"])
        let orders = try sandbox.orders()
        #expect(orders.map { $0["order_id"] } == ["1000001", "1000002"])
        #expect(
            orders.first?["fields"] == ["product[0]": "PZ-001", "product_kol[0]": "1", "descr": "Да +"])
        #expect(orders.first?["status"] == 1)
    }

    @Test(
        "arrays may have encoded brackets, literal brackets, or no indexes",
        arguments: [
            "product%5B0%5D=PZ-001&product_kol%5b0%5d=1&product%5B1%5D=BORT-CHEESE&product_kol%5B1%5D=2&product_mod%5B1%5D=0",
            "product[0]=PZ-001&product_kol[0]=1&product[1]=BORT-CHEESE&product_kol[1]=2&product_mod[1]=0",
            "product[]=PZ-001&product[]=BORT-CHEESE&product_kol[]=1&product_kol[]=2&product_mod[1]=0",
        ])
    func arrays(form: String) throws {
        let sandbox = try SandboxProgram()
        #expect(try sandbox.call("new_order", form)["warnings"] == nil)
        let lines = try sandbox.orders().first?["lines"]
        #expect(
            lines == [
                ["key": "0", "article": "PZ-001", "count": 1, "parent": nil],
                ["key": "1", "article": "BORT-CHEESE", "count": 2, "parent": "0"],
            ])
    }

    @Test("an unknown article is left out with a warning that names its key")
    func unknownArticle() throws {
        let sandbox = try SandboxProgram()
        let answer = try sandbox.call(
            "new_order", Self.pizza + "&product[1]=NO-1&product_kol[1]=1&product[5]=NO-2&product_kol[5]=1")
        #expect(answer["result"] == "success")
        #expect(answer["warnings"] == ["invalid_product_keys": ["0": "1", "1": "5"]])
        #expect(try sandbox.orders().first?["lines"]?.array?.count == 1)
    }

    @Test("a modifier whose parent is left out is left out too")
    func orphanedModifier() throws {
        let sandbox = try SandboxProgram()
        let answer = try sandbox.call(
            "new_order",
            Self.pizza + "&product[1]=NO-1&product_kol[1]=1&product[2]=BACON&product_kol[2]=1&product_mod[2]=1")
        #expect(answer["warnings"] == ["invalid_product_keys": ["0": "1", "1": "2"]])
    }

    @Test(
        "an order without an acceptable line is refused",
        arguments: ["", "product[0]=NO-1&product_kol[0]=1", "product[0]=PZ-001", "product[0]=PZ-001&product_kol[0]=0"])
    func nothingToTake(form: String) throws {
        let sandbox = try SandboxProgram()
        #expect(try sandbox.call("new_order", form).errorCode == "invalid_product_keys")
        #expect(try sandbox.orders().isEmpty)
    }

    @Test(
        "a mistake outside of the goods is a warning",
        arguments: [
            ("datetime=tomorrow", ["invalid_datetime": "invalid_format"]),
            ("datetime=2026-02-30+10:00:00", ["invalid_datetime": "invalid_format"]),
            ("datetime=2999-01-01+10:00:00", ["invalid_datetime": "too_long_period"]),
            ("certificate=WRONG", ["invalid_certificate": "WRONG"]),
            (
                (0..<11).map { "tags[\($0)]=1" }.joined(separator: "&"), ["invalid_tags": ["0": "10"]]
            ),
            (
                (0..<6).map { "hook_status[\($0)]=3" }.joined(separator: "&"), ["invalid_hook_status": ["0": "5"]]
            ),
        ] as [(String, JSON)])
    func warnings(form: String, expected: JSON) throws {
        let sandbox = try SandboxProgram()
        let answer = try sandbox.call("new_order", Self.pizza + "&" + form)
        #expect(answer["order_id"] == "1000001")
        #expect(answer["warnings"] == expected)
    }

    @Test("values at their limits cause no warning")
    func atTheLimit() throws {
        let sandbox = try SandboxProgram()
        let tags = (0..<10).map { "tags[\($0)]=1" } + (0..<5).map { "hook_status[\($0)]=3" }
        let answer = try sandbox.call(
            "new_order", ([Self.pizza, "certificate=GIFT"] + tags).joined(separator: "&"))
        #expect(answer["result"] == "success")
        #expect(answer["warnings"] == nil)
    }

    @Test("a closed shift accepts no orders until it is opened")
    func shift() throws {
        let sandbox = try SandboxProgram(["--shift", "closed"])
        #expect(try sandbox.call("new_order", Self.pizza).errorCode == "cash_close")
        try sandbox.control("shift", ["open": true])
        #expect(try sandbox.call("new_order", Self.pizza)["result"] == "success")
    }

    @Test("a wrong secret is refused before anything else")
    func secret() throws {
        let sandbox = try SandboxProgram(["--secret", "other", "--shift", "closed"])
        #expect(try sandbox.call("new_order", Self.pizza).errorCode == "invalid_secret")
        #expect(try sandbox.call("new_order", Self.pizza, secret: "other").errorCode == "cash_close")
    }

    @Test("a client is found only by exactly the stored phone")
    func client() throws {
        let sandbox = try SandboxProgram(["--no-limits"])
        #expect(
            try sandbox.call("get_client", "client_phone=79000000001") == [
                "result": "success", "name": "Иван", "street": "Мира", "home": "17", "pod": "1", "et": "2",
                "apart": "6", "mail": "mail@mail.com", "descr": "", "card": "4321", "sale": "10", "score": "100",
            ])
        #expect(try sandbox.call("get_client", "client_phone=%2B79000000001").errorCode == "invalid_client_phone")
    }

    @Test(
        "a certificate's answer has the format of its kind",
        arguments: [
            ("PERCENT-50", ["result": "success", "sale": "50"]),
            ("AMOUNT-3000", ["result": "success", "amount": "3000"]),
            ("PRODUCT", ["result": "success", "product_id": "001", "name": "Филадельфия", "price": "250"]),
            ("GIFT", ["result": "success", "product_id": "", "name": "7Up 0,5л.", "price": "0"]),
            ("0", ["result": "error", "error": "invalid_certificate"]),
        ] as [(String, JSON)])
    func certificate(number: String, expected: JSON) throws {
        #expect(try SandboxProgram().call("get_certificate", "certificate=\(number)") == expected)
    }

    @Test("a strict catalogue is listed in parallel maps, and knows no other articles")
    func catalogue() throws {
        let folder = TemporaryDirectory()
        let path = folder.path(of: "catalogue.json")
        Files.write(#"[{"article":"001","name":"Филадельфия","price":250}]"#.utf8, to: path)
        let sandbox = try SandboxProgram(["--catalogue", path])
        #expect(
            try sandbox.call("get_products") == [
                "result": "success", "product_id": ["0": "001"], "name": ["0": "Филадельфия"], "price": ["0": "250"],
                "sale": ["0": "1"],
            ])
        #expect(try sandbox.call("new_order", Self.pizza).errorCode == "invalid_product_keys")
    }

    @Test("an empty stop list is a success with an error code")
    func stops() throws {
        let sandbox = try SandboxProgram()
        #expect(try sandbox.call("get_stops") == ["result": "success", "error": "no_stops"])
        try sandbox.control("stops", ["001"])
        #expect(try sandbox.call("get_stops")["product_id"] == ["0": "001"])
    }

    @Test("get_status is withdrawn, unless it is enabled")
    func status() throws {
        #expect(try SandboxProgram().call("get_status", "order_id=1000001").errorCode == "invalid_method")
        let sandbox = try SandboxProgram(["--legacy-status", "--no-limits"])
        #expect(
            try sandbox.call("get_status", "order_id=1000001") == ["result": "error", "status": "invalid_order_id"])
        _ = try sandbox.call("new_order", Self.pizza + "&phone=79000000001")
        try sandbox.control("status", ["order_id": "1000001", "status": 3])
        let expected: JSON = ["result": "success", "status": "В производстве"]
        #expect(try sandbox.call("get_status", "order_id=1000001") == expected)
        #expect(try sandbox.call("get_status", "client_phone=79000000001") == expected)
        try sandbox.advance(milliseconds: 86_400_000)
        #expect(try sandbox.call("get_status", "client_phone=79000000001")["status"] == "invalid_client_phone")
    }
}

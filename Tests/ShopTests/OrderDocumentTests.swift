import JSON
import Shop
import Testing

@Suite("An order document") struct OrderDocumentTests {
    private static func order(_ text: String) throws -> OrderDocument {
        try OrderDocument.parse(Array(text.utf8))
    }

    @Test("only the id is required")
    func least() throws {
        let order = try Self.order(#"{"id": 7}"#)
        #expect(order.id == 7)
        #expect(order.event == .status)
        #expect(order.num == nil && order.status == nil && order.createdon == nil && order.eventSeq == nil)
        #expect(order.lines.isEmpty && order.address.isEmpty && order.email == nil)
        #expect(order.createdonMilliseconds(zone: .utc) == nil)
    }

    @Test("numbers may be strings and strings may be numbers")
    func strings() throws {
        let order = try Self.order(
            """
            {"id": "7", "status": " 2 ", "event_seq": "9", "num": 15, "payment": 1, "delivery": "2", "context": "web",
             "products": [{"product_id": "3", "count": "2.0", "name": 5, "article": 100}]}
            """)
        #expect(order.id == 7)
        #expect(order.status == 2)
        #expect(order.eventSeq == 9)
        #expect(order.num == "15")
        #expect(order.payment == "1")
        #expect(order.lines[0].count == 2)
        #expect(order.lines[0].productID == 3)
        #expect(order.lines[0].name == "5")
        #expect(order.lines[0].article == "100")
    }

    @Test(
        "a value that cannot be used is named with its path",
        arguments: [
            ("[]", "", "must be a JSON object"), ("{", "", "is not JSON"), ("{}", "id", "is missing"),
            (#"{"id":0}"#, "id", "from 1 to 2147483647, not 0"), (#"{"id":"1x"}"#, "id", #"not "1x""#),
            (#"{"id":"0x10"}"#, "id", "whole number"), (#"{"id":true}"#, "id", "whole number"),
            (#"{"id":1.5}"#, "id", "not 1.5"), (#"{"id":1,"status":[]}"#, "status", "whole number"),
            (#"{"id":1,"num":{}}"#, "num", "must be text"), (#"{"id":1,"cost":[1]}"#, "cost", "must be text"),
            (#"{"id":1,"event":"paid"}"#, "event", "created, status, changed, removed, import"),
            (#"{"id":1,"event_seq":-1}"#, "event_seq", "whole number"),
            (#"{"id":1,"address":[1]}"#, "address", "must be an object"),
            (#"{"id":1,"address":{"phone":["1"]}}"#, "address.phone", "must be text"),
            (#"{"id":1,"products":"none"}"#, "products", "must be a list"),
            (#"{"id":1,"products":[{"count":1},7]}"#, "products[1]", "must be an object"),
        ])
    func paths(text: String, path: String, words: String) {
        let error = #expect(throws: OrderDocumentError.self) { try Self.order(text) }
        #expect(error?.path == path)
        #expect(error?.problem.contains(words) == true, "\(String(describing: error))")
    }

    @Test(
        "what only stands in the way of sending is no obstacle to taking the order in",
        arguments: [
            #"{"id":1,"createdon":"0000-00-00 00:00:00"}"#, #"{"id":1,"products":[{"name":"a"}]}"#,
            #"{"id":1,"products":[{"count":1},{"count":0}]}"#, #"{"id":1,"products":[{"count":10001}]}"#,
            #"{"id":1,"products":[{"count":1,"modifications":[{"id":2},{}]}]}"#,
        ])
    func accepted(text: String) throws { #expect(try Self.order(text).id == 1) }

    @Test("an error shows no more than the beginning of a long value")
    func excerpt() {
        let long = String(repeating: "9", count: 10_000)
        let error = #expect(throws: OrderDocumentError.self) { try Self.order(#"{"id":"\#(long)"}"#) }
        #expect((error?.problem.count ?? 1000) < 120)
    }

    @Test("a document over the limits is refused")
    func limits() {
        let large = #"{"id":1,"note":""# + String(repeating: "x", count: 4 << 20) + "\"}"
        #expect(throws: OrderDocumentError.self) { try Self.order(large) }
        let deep = #"{"id":1,"note":"# + String(repeating: "[", count: 40) + String(repeating: "]", count: 40) + "}"
        #expect(throws: OrderDocumentError.self) { try Self.order(deep) }
    }

    @Test(
        "properties may be an object, its JSON, or the JSON of its JSON",
        arguments: [#"{"extfld_a":"x"}"#, #""{\"extfld_a\":\"x\"}""#, #""\"{\\\"extfld_a\\\":\\\"x\\\"}\"""#])
    func properties(column: String) throws {
        let order = try Self.order(#"{"id":1,"properties":\#(column)}"#)
        #expect(order.value(named: "a") == "x")
        #expect(order.value(named: "extfld_a") == "x")
    }

    @Test(
        "properties that are not an object do not make an order invalid",
        arguments: ["[]", "\"\"", "\"{\"", "5", "null"])
    func noProperties(column: String) throws {
        let order = try Self.order(#"{"id":1,"properties":\#(column),"address":{"properties":\#(column)}}"#)
        #expect(order.value(named: "a") == nil)
    }

    @Test("a name means one place, which no field of the buyer can shadow") func shadowing() throws {
        let order = try Self.order(
            """
            {"id": 1, "delivery_cost": "150.00", "city": null, "sale": "5",
             "properties": {"sale": "50", "sale_amount": "500", "extfld_score": "70"},
             "address": {"city": "Пермь", "properties": {"extfld_city": "Уфа", "extfld_order.delivery_cost": "0",
               "order.delivery_cost": "0", "extfld_sale": "100", "sale_amount": "999", "extfld_delivery_cost": "1"}}}
            """)
        #expect(order.value(named: "order.delivery_cost") == "150.00")
        #expect(order.value(named: "delivery_cost") == "150.00")
        #expect(order.value(named: "city") == "Пермь")
        #expect(order.value(named: "extfld_city") == "Уфа")
        // Amounts of money come only from the shop, unless the shop's owner gives the full name of the buyer's field.
        #expect(order.computedValue(named: "sale") == "5")
        #expect(order.computedValue(named: "sale_amount") == nil)
        #expect(order.computedValue(named: "extfld_sale") == "5")
        #expect(order.computedValue(named: "score") == nil)
        #expect(order.computedValue(named: "order.properties.sale_amount") == "500")
        #expect(order.computedValue(named: "address.properties.sale_amount") == "999")
    }

    @Test("a field is looked up among the columns, then in the properties of the address, then of the order")
    func lookup() throws {
        let order = try Self.order(
            """
            {"id": 1, "comment": "order's", "pod": "5", "properties": {"a": "2", "b": "3", "empty": ""},
             "address": {"comment": "address'", "city": "Пермь", "properties": {"extfld_a": "1", "empty": " "}}}
            """)
        #expect(order.value(named: "a") == "1")
        #expect(order.value(named: "b") == "3")
        #expect(order.value(named: "extfld_b") == "3")
        #expect(order.value(named: "city") == "Пермь")
        #expect(order.value(named: "pod") == "5")
        #expect(order.value(named: "comment") == "address'")
        #expect(order.value(named: "address.comment") == "address'")
        #expect(order.value(named: "order.comment") == "order's")
        #expect(order.value(named: "empty") == nil)
        #expect(order.value(named: "nothing") == nil)
    }

    @Test(
        "the e-mail comes from the address, then from the profile, then from the order",
        arguments: [
            (#""address":{"email":"a@x"},"profile_email":"b@x""#, "a@x"),
            (#""address":{"email":" "},"profile_email":"b@x","profile":{"email":"c@x"}"#, "b@x"),
            (#""profile":{"email":"c@x"},"user_profile":{"email":"d@x"}"#, "c@x"),
            (#""user_profile":{"email":"d@x"},"email":"e@x""#, "d@x"), (#""email":"e@x""#, "e@x"),
        ])
    func email(members: String, expected: String) throws {
        #expect(try Self.order(#"{"id":1,\#(members)}"#).email == expected)
    }

    @Test(
        "up to miniShop2 3.x the address can be an id, and an empty address a list",
        arguments: ["12", "\"12\"", "[]", "null"])
    func addressOfOldShops(column: String) throws {
        #expect(try Self.order(#"{"id":1,"address":\#(column)}"#).address.isEmpty)
    }

    @Test("the time of the order is in the zone of the document, or else in that of the settings")
    func zones() throws {
        let order = try Self.order(#"{"id":1,"createdon":"1970-01-01 10:00:00","timezone":" Asia/Yekaterinburg "}"#)
        #expect(order.createdonMilliseconds(zone: .utc) == 18_000_000)
        #expect(order.createdonMilliseconds(zone: nil) == 18_000_000)
        let without = try Self.order(#"{"id":1,"createdon":"1970-01-01 10:00:00"}"#)
        #expect(without.createdonMilliseconds(zone: .utc) == 36_000_000)
        #expect(try Self.order(#"{"id":1,"timezone":"Nowhere/At_all"}"#).timezone == nil)
    }
}

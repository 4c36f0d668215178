import Shop
import Testing

@Suite("A line of an order") struct OrderLineTests {
    private static func lines(_ products: String) throws -> [OrderLine] {
        try OrderDocument.parse(Array(#"{"id":1,"products":\#(products)}"#.utf8)).lines
    }

    @Test("a list with gaps, which PHP writes as an object, is a list")
    func gaps() throws {
        #expect(try Self.lines(#"{"0":{"count":1},"5":{"count":2}}"#).map(\.count) == [1, 2])
    }

    @Test("an empty article counts as missing")
    func article() throws {
        let lines = try Self.lines(
            #"[{"count":1,"article":" A-1 "},{"count":1,"article":" "},{"count":1,"article":null},{"count":1}]"#)
        #expect(lines.map(\.article) == ["A-1", nil, nil, nil])
    }

    @Test("the modifications are those that the options name and that belong to the product")
    func modifications() throws {
        let candidates = """
            [{"id": 1, "rid": 3, "type": 2}, {"id": "2", "rid": "3", "type": "1", "article": "A"},
             {"id": 3, "rid": 4, "type": 1}, {"id": 4, "rid": 3, "type": 3}, {"id": 5, "rid": 3}, {"id": 6}]
            """
        let options = #"{"modification": "2", "modifications": [1, "3", "5", 6, "x", null]}"#
        let line = try #require(
            try Self.lines(
                #"[{"product_id": 3, "count": 1, "options": \#(options), "modifications": \#(candidates)}]"#
            ).first)
        #expect(line.mainModification == 2)
        // Modification 3 belongs to another product, 4 was not chosen, and 6 has no product.
        #expect(line.modifications.map(\.id) == [1, 2, 5])
        #expect(line.modifications.map(\.effect) == [.additive, .main, .main])
        #expect(line.modifications.map(\.article) == [nil, "A", nil])
    }

    @Test(
        "options without modifications name none",
        arguments: ["[]", "\"[]\"", "null", #"{"modification":"0"}"#, #""x""#])
    func noModifications(options: String) throws {
        let line = try #require(
            try Self.lines(
                #"[{"product_id":3,"count":1,"options":\#(options),"modifications":[{"id":2,"rid":3}]}]"#
            ).first)
        #expect(line.mainModification == nil)
        #expect(line.modifications.isEmpty)
    }

    @Test("a line without a product has no modifications")
    func noProduct() throws {
        let line = try #require(
            try Self.lines(#"[{"count":1,"options":{"modification":2},"modifications":[{"id":2}]}]"#).first)
        #expect(line.modifications.isEmpty)
    }
}

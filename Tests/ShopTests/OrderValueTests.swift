import Testing

@testable import Shop

@Suite("A value of an order, by its name") struct OrderValueTests {
    private func order(_ members: String) throws -> OrderDocument {
        try OrderDocument.parse(Array("{\"id\":1,\(members)}".utf8))
    }

    @Test(
        "is found with and without extfld_, whichever way it is stored",
        arguments: ["persons", "extfld_persons"], ["persons", "extfld_persons"])
    func prefix(stored: String, asked: String) throws {
        let inAddress = try order(#""address":{"properties":{"\#(stored)":"3"}}"#)
        #expect(inAddress.value(named: asked) == "3")
        let inOrder = try order(#""properties":{"\#(stored)":"3"}"#)
        #expect(inOrder.value(named: asked) == "3")
    }

    @Test("is the first one that is not empty")
    func emptyIsPassedOver() throws {
        let order = try order(#""address":{"properties":{"extfld_x":" ","x":""},"x":null},"properties":{"x":0}"#)
        #expect(order.value(named: "x") == "0")
    }

    @Test("may be a number, a boolean or text with space around it")
    func kinds() throws {
        let order = try order(#""a":4.50,"b":true,"c":false,"d":"  x  ","e":[1],"f":{"g":1}"#)
        #expect(["a", "b", "c", "d", "e", "f"].map(order.value(named:)) == ["4.50", "1", "0", "x", nil, nil])
    }

    @Test("has its entities decoded only if it comes from properties")
    func entities() throws {
        let order = try order(#""address":{"properties":{"extfld_note":"&laquo;a&raquo; &amp;lt;"},"metro":"R&amp;D"}"#)
        #expect(order.value(named: "note") == "«a» &lt;")
        #expect(order.value(named: "metro") == "R&amp;D")
    }
}

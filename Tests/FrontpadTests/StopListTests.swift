import Frontpad
import Testing

@Suite("get_stops") struct StopListTests {
    @Test("reads the fields of get_products")
    func stops() async {
        let lookup = ScriptedLookup(
            #"{"result":"success","product_id":{"0":"001"},"name":{"0":"Филадельфия"},"price":{"0":"250"}}"#)
        #expect(
            await lookup.ask { await $0.stops() }
                == .answered([FrontpadProduct(article: "001", name: "Филадельфия", price: "250")]))
        #expect(lookup.requestLine == "POST /api/index.php?get_stops HTTP/1.1")
    }

    @Test(
        "is empty with no_stops, in any field",
        arguments: [
            #"{"result":"success","error":"no_stops"}"#, #"{"result":"success","description":"no_stops"}"#,
            #"{"result":"success","error":"no_stops","product_id":[]}"#, #"{"result":"error","error":"no_stops"}"#,
        ])
    func empty(body: String) async {
        #expect(await ScriptedLookup(body).ask { await $0.stops() } == .answered([]))
    }

    @Test("is not empty just because nothing can be read")
    func unreadable() async {
        guard case .unreadable = await ScriptedLookup(#"{"result":"success","error":"x"}"#).ask({ await $0.stops() })
        else {
            Issue.record("an unreadable answer became a list")
            return
        }
    }
}

import Frontpad
import Testing

@Suite("get_status") struct StatusQueryTests {
    private static let found = #"{"result":"success","status":"В производстве"}"#

    @Test(
        "queries by the order's id or by the phone, and returns a name",
        arguments: [
            (StatusQuery.order(id: "1000020"), "order_id=1000020"),
            (.phone("+7 (912) 345-67-89"), "client_phone=%2B7%20%28912%29%20345-67-89"),
        ])
    func question(query: StatusQuery, field: String) async {
        let lookup = ScriptedLookup(Self.found)
        #expect(await lookup.ask { await $0.status(query) } == .answered("В производстве"))
        #expect(lookup.requestLine == "POST /api/index.php?get_status HTTP/1.1")
        #expect(lookup.form == "secret=s3cr3t%2F%2B%3D&" + field)
    }

    @Test(
        "is refused with the code from `status`, as the document shows, or from `error`, as it says",
        arguments: [
            (#"{"result":"error","status":"invalid_order_id"}"#, FrontpadErrorCode.invalidOrderID),
            (#"{"result":"error","error":"invalid_client_phone"}"#, .invalidClientPhone),
            (#"{"result":"error","error":"invalid_method"}"#, .invalidMethod),
        ])
    func refused(body: String, code: FrontpadErrorCode) async {
        #expect(await ScriptedLookup(body).ask { await $0.status(.order(id: "1")) } == .refused(code))
    }

    @Test(
        "accepts a map or a list as an answer only if it has exactly one value",
        arguments: [
            (#"["Новый","Новый"]"#, "Новый"), (#"{"0":"В пути"}"#, "В пути"), (#"["Новый","В пути"]"#, nil),
            ("[]", nil), ("null", nil), (#""""#, nil),
        ])
    func several(status: String, name: String?) async {
        let outcome = await ScriptedLookup(#"{"result":"success","status":\#(status)}"#).ask {
            await $0.status(.phone("1"))
        }
        switch outcome {
        case .answered(let found): #expect(found == name)
        case .unreadable: #expect(name == nil)
        case .refused, .notReached: Issue.record("\(outcome)")
        }
    }
}

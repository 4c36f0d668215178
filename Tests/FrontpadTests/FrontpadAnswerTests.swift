import JSON
import Testing

@testable import Frontpad

@Suite("An answer of the CRM") struct FrontpadAnswerTests {
    private func answer(_ text: String) -> FrontpadAnswer? { FrontpadAnswer(Array(text.utf8)) }

    @Test("is a success with all of its content")
    func success() {
        #expect(
            answer(#" {"result":"success","order_id":"1000020"} "#)
                == .success(["result": "success", "order_id": "1000020"]))
    }

    @Test(
        "is an error with its code in `error`, or else in `status`, or else without one",
        arguments: [
            (#"{"result":"error","error":"cash_close"}"#, FrontpadErrorCode.cashClose),
            (#"{"result":"error","status":"invalid_order_id"}"#, .invalidOrderID),
            (#"{"result":"error","error":"","status":"api_off"}"#, .apiOff),
            (#"{"result":"error","error":null,"status":"api_off"}"#, .apiOff),
            (#"{"result":"error","error":404}"#, .unknown("404")), (#"{"result":"error"}"#, .unknown("")),
        ])
    func error(text: String, code: FrontpadErrorCode) {
        guard case .error(let found, _) = answer(text) else {
            Issue.record("\(text) is no error")
            return
        }
        #expect(found == code)
    }

    @Test("stays a success with an error code: an empty stop list is one")
    func noStops() {
        #expect(
            answer(#"{"result":"success","error":"no_stops"}"#)
                == .success(["result": "success", "error": "no_stops"]))
    }

    @Test(
        "is unreadable if it is not JSON or has no known result",
        arguments: [
            "", " ", "null", "[]", "\"success\"", "{", "{}", #"{"result":"success""#, #"{"result":"maybe"}"#,
            #"{"result":true}"#, #"{"result":null}"#, #"{"Result":"success"}"#, "<html>502</html>",
            #"[{"result":"success"}]"#, #"{"result":"success"} {"result":"error"}"#,
            #"Notice: x {"result":"success"}"#,
        ])
    func garbage(text: String) {
        #expect(answer(text) == nil)
    }

    @Test("is unreadable if it nests too deeply or is not text")
    func limits() {
        let deep = String(repeating: "[", count: 20) + String(repeating: "]", count: 20)
        #expect(answer(#"{"result":"success","a":\#(deep)}"#) == nil)
        #expect(FrontpadAnswer(Array(#"{"result":"success","a":""#.utf8) + [0xFF, 0xFE] + Array("\"}".utf8)) == nil)
    }

    @Test("has its ids as strings or numbers; an empty one is missing")
    func ids() {
        #expect(FrontpadAnswer.text("001") == "001")
        #expect(FrontpadAnswer.text(1_000_020) == "1000020")
        for none: JSON? in [nil, "", .null, true, [], [:]] { #expect(FrontpadAnswer.text(none) == nil) }
    }

    @Test("has its values in a list, in a map with numbers as keys, or alone")
    func values() {
        #expect(FrontpadAnswer.values(["a", "b"]) == ["a", "b"])
        #expect(FrontpadAnswer.values(["10": "c", "2": "b", "0": "a"]) == ["a", "b", "c"])
        #expect(FrontpadAnswer.values("a") == ["a"])
        #expect(FrontpadAnswer.values(.null) == [])
        #expect(FrontpadAnswer.values(nil) == [])
    }
}

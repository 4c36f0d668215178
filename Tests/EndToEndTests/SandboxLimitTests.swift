import JSON
import TestSupport
import Testing

@Suite("The sandbox's limits", .ownThread)
struct SandboxLimitTests {
    @Test("the third request within a second is refused, and one a second after the first is accepted")
    func second() throws {
        let sandbox = try SandboxProgram()
        #expect(try sandbox.call("get_stops")["result"] == "success")
        try sandbox.advance(milliseconds: 500)
        #expect(try sandbox.call("get_stops")["result"] == "success")
        try sandbox.advance(milliseconds: 499)
        #expect(try sandbox.call("get_stops").errorCode == "requests_limit")
        try sandbox.advance(milliseconds: 1)
        #expect(try sandbox.call("get_stops")["result"] == "success")
        // The second request still counts towards the limit.
        #expect(try sandbox.call("get_stops").errorCode == "requests_limit")
        #expect(try sandbox.state("state")["refused"] == 2)
    }

    @Test("the 31st request within a minute is refused, whatever the methods")
    func minute() throws {
        let sandbox = try SandboxProgram()
        for number in 0..<30 {
            let answer = try sandbox.call(number.isMultiple(of: 2) ? "get_stops" : "get_nothing")
            #expect(answer.errorCode != "requests_limit", "request \(number + 1)")
            try sandbox.advance(milliseconds: 1000)
        }
        try sandbox.advance(milliseconds: 29_999)
        #expect(try sandbox.call("get_stops").errorCode == "requests_limit")
        try sandbox.advance(milliseconds: 1)
        #expect(try sandbox.call("get_stops")["result"] == "success")
    }

    @Test("the products can be listed once an hour")
    func hour() throws {
        let sandbox = try SandboxProgram()
        #expect(try sandbox.call("get_products")["result"] == "success")
        try sandbox.advance(milliseconds: 3_599_999)
        #expect(try sandbox.call("get_products").errorCode == "requests_limit")
        try sandbox.advance(milliseconds: 1)
        #expect(try sandbox.call("get_products")["result"] == "success")
    }

    @Test("without limits nothing is refused")
    func unlimited() throws {
        let sandbox = try SandboxProgram(["--no-limits"])
        for _ in 0..<40 { #expect(try sandbox.call("get_products")["result"] == "success") }
    }

    @Test("every request is listed with its time and its outcome")
    func requests() throws {
        let sandbox = try SandboxProgram()
        _ = try sandbox.call("get_stops")
        try sandbox.advance(milliseconds: 700)
        _ = try sandbox.call("get_client")
        _ = try sandbox.call("get_client")
        _ = try sandbox.call("get_client", secret: "wrong")
        let requests = try sandbox.state("requests").array ?? []
        #expect(requests.map { $0["method"]?.string } == ["get_stops", "get_client", "get_client", "get_client"])
        #expect(
            requests.map { $0["outcome"]?.string } == [
                "success", "invalid_client_phone", "requests_limit", "invalid_secret",
            ])
        let times = requests.compactMap { $0["at"]?.int }
        #expect(times.map { $0 - (times.first ?? 0) } == [0, 700, 700, 700])
    }
}

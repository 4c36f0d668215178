import JSON
import Testing

@testable import Frontpad

@Suite("Warnings about an accepted order") struct FrontpadWarningTests {
    private func warnings(_ text: String) throws -> [FrontpadWarning] {
        FrontpadWarning.list(in: try #require(try JSON.parse(text).object))
    }

    @Test(
        "are in a map, in any of PHP's forms of a list",
        arguments: [
            #"{"invalid_product_keys":{"0":"1","1":"5"}}"#, #"{"invalid_product_keys":{"0":1,"1":5}}"#,
            #"{"invalid_product_keys":["1","5"]}"#,
        ])
    func productKeys(map: String) throws {
        #expect(try warnings(#"{"warnings":\#(map)}"#) == [.invalidProductKeys([1, 5])])
    }

    @Test("are typed")
    func typed() throws {
        let text = """
            {"warnings":{"invalid_certificate":"","invalid_datetime":"too_long_period","invalid_tags":["7","x"],
            "invalid_hook_status":{"0":9},"invalid_moon":"full","cash_close":"now"}}
            """
        #expect(
            try warnings(text) == [
                .invalidCertificate, .invalidDatetime("too_long_period"), .invalidTags(["7", "x"]),
                .invalidHookStatus(["9"]), .other(name: "invalid_moon", value: "full"),
                .other(name: "cash_close", value: "now"),
            ])
    }

    @Test("may be a list of names, or one name")
    func names() throws {
        #expect(
            try warnings(#"{"warnings":["invalid_certificate","invalid_datetime"]}"#)
                == [.invalidCertificate, .invalidDatetime(nil)])
        #expect(try warnings(#"{"warnings":"invalid_tags"}"#) == [.invalidTags([])])
    }

    @Test("may be on the top level of the answer")
    func topLevel() throws {
        #expect(
            try warnings(#"{"result":"success","order_id":"1","invalid_product_keys":{"0":"2"}}"#)
                == [.invalidProductKeys([2])])
    }

    @Test("are empty in an answer without any", arguments: ["{}", #"{"warnings":null}"#, #"{"warnings":[]}"#])
    func none(text: String) throws {
        #expect(try warnings(text).isEmpty)
    }
}

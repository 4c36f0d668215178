import JSON
import Testing

@Suite("Objects in text that is not JSON") struct JSONSalvageTests {
    private func objects(_ text: String) -> [JSON.Object] { JSON.salvagedObjects(in: Array(text.utf8)) }

    @Test(
        "are found between other text and without trailing commas",
        arguments: [
            #"{"a":1}"#, #"<b>Notice</b>: undefined {"a":1}"#, #"{"a":1} <!-- 12 ms -->"#, #"{"a":1,}"#,
            "{\"a\":1,\n }", "\u{FEFF}{\"a\":1}", #"function() { return } {"a":1}"#, #"{ {"a":1}"#,
        ])
    func found(text: String) {
        #expect(objects(text) == [["a": 1]])
    }

    @Test("keep commas and brackets inside of a text")
    func textIsKept() {
        #expect(objects(#"x {"a":",}","b":"\",]"} y"#) == [["a": ",}", "b": "\",]"]])
        #expect(objects(#"{"a":[1,2,],}"#) == [["a": [1, 2]]])
    }

    @Test("are all found, in their order")
    func several() {
        #expect(objects(#"{"a":1}{"b":{"c":2}} {"d":3}"#) == [["a": 1], ["b": ["c": 2]], ["d": 3]])
    }

    @Test(
        "are not found if none is complete",
        arguments: ["", "{", "}{", #"{"a":1"#, #"{"a" 1}"#, #"{"a":,}"#, "[1,2]", #""{"a":1"#])
    func none(text: String) {
        #expect(objects(text) == [])
    }

    @Test("are not searched for if the text exceeds a limit, and hostile text costs little")
    func bounded() {
        let large = Array(repeating: UInt8(ascii: " "), count: 2000) + Array("{}".utf8)
        #expect(JSON.salvagedObjects(in: large, limits: JSON.Limits(maxBytes: 1000)) == [])
        #expect(objects(String(repeating: "{", count: 100_000)) == [])
    }
}

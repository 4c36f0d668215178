import JSON
import Testing

@Suite("An object") struct JSONObjectTests {
    @Test("keys keep the order in which they were written")
    func order() throws {
        #expect(try JSON.parse(#"{"z":1,"a":2,"m":3}"#).object?.keys == ["z", "a", "m"])
    }

    @Test("if a key occurs twice, the last value counts, in the first place")
    func duplicates() throws {
        let value = try JSON.parse(#"{"a":1,"b":2,"a":3}"#)
        #expect(value == ["a": 3, "b": 2])
        #expect(value.object?.keys == ["a", "b"])
    }

    @Test("finding, replacing and removing work the same with few keys and with many", arguments: [3, 15, 16, 17, 200])
    func many(count: Int) {
        var object = JSON.Object((0..<count).map { ("key\($0)", .number($0)) })
        object["key1"] = "one"
        object["key0"] = nil
        object["new"] = true
        object["never"] = nil
        #expect(object.keys == (1..<count).map { "key\($0)" } + ["new"])
        #expect(object["key0"] == nil)
        #expect(object["key1"] == "one")
        #expect(object["key\(count - 1)"] == .number(count - 1))
        #expect(object["new"] == true)
    }

    @Test("objects are equal if their keys, values and order are equal")
    func equality() {
        #expect(JSON.object(["a": 1, "b": 2]) == ["a": 1, "b": 2])
        #expect(JSON.object(["a": 1, "b": 2]) != ["b": 2, "a": 1])
        #expect(JSON.object(["a": 1]) != ["a": 1, "b": 2])
        #expect(JSON.object(["a": 1]).hashValue == JSON.object(["a": 1]).hashValue)
    }

    @Test("a null is a value, a missing key is not")
    func null() throws {
        let value = try JSON.parse(#"{"a":null}"#)
        #expect(value["a"] == JSON.null)
        #expect(value["b"] == nil)
    }
}

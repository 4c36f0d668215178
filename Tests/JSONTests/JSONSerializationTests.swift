import JSON
import Testing

@Suite("Serialization") struct JSONSerializationTests {
    @Test("characters that break a line or are invisible are escaped, Cyrillic is not")
    func escapes() {
        let value: JSON = "Пицца \"\\\n\r\t\u{0}\u{1B}\u{7F}\u{85}\u{2028}\u{2029}/🍕"
        #expect(
            value.serialized()
                == #""Пицца \"\\\n\r\t\u0000\u001b\u007f\u0085\u2028\u2029/🍕""#)
    }

    @Test("a carriage return with a line feed is two escapes")
    func lineEnd() {
        #expect(JSON.string("a\r\nb").serialized() == #""a\r\nb""#)
    }

    @Test("the plain form is one line without spaces")
    func plain() {
        let value: JSON = ["a": [1, true, nil], "b": [:], "c": []]
        #expect(value.serialized() == #"{"a":[1,true,null],"b":{},"c":[]}"#)
    }

    @Test("the pretty form is indented by two spaces")
    func pretty() {
        let value: JSON = ["a": [1, ["b": "c"]], "d": [:]]
        let expected = """
            {
              "a": [
                1,
                {
                  "b": "c"
                }
              ],
              "d": {}
            }
            """
        #expect(value.serialized(pretty: true) == expected)
    }

    @Test("a value that was written is read back unchanged, in both forms")
    func roundTrip() throws {
        let text = #"{"z":[450.0,1e2,-0,12345678901234567890.5],"а\u2028":"\u0000\ud83c\udf55","e":{},"n":null,"l":[]}"#
        let value = try JSON.parse(text)
        #expect(try JSON.parse(value.serialized()) == value)
        #expect(try JSON.parse(value.serialized(pretty: true)) == value)
    }
}

import JSON
import Testing

@Suite("JSON") struct JSONTests {
    @Test(
        "each kind of value is read",
        arguments: [
            ("null", JSON.null), ("true", true), ("false", false), ("0", 0), ("-12", -12), (#""""#, ""),
            (#""Пицца 🍕""#, "Пицца 🍕"), ("[]", []), ("{}", [:]), ("[1,[2],null]", [1, [2], nil]),
            (#"{"a":{"b":[true]}}"#, ["a": ["b": [true]]]), (" \r\n\t[ 1 , 2 ] \n", [1, 2]), ("\u{FEFF}7", 7),
        ] as [(String, JSON)])
    func kinds(text: String, value: JSON) throws {
        #expect(try JSON.parse(text) == value)
    }

    @Test(
        "a number keeps its text and tells its values",
        arguments: [
            ("450.0", 450, 450.0), ("1e2", 100, 100.0), ("1E+2", 100, 100.0), ("0.5", nil, 0.5), ("-0", 0, -0.0),
            ("9223372036854775807", Int.max, 9.223372036854775807e18),
            ("9223372036854775808", nil, 9.223372036854775808e18),
            ("1e400", nil, nil), ("12345678901234567.0", nil, 12345678901234567.0),
        ] as [(String, Int?, Double?)])
    func numbers(text: String, int: Int?, double: Double?) throws {
        let value = try JSON.parse(text)
        #expect(value.serialized() == text)
        #expect(value.int == int)
        #expect(value.double == double)
    }

    @Test(
        "what is no number of RFC 8259 is refused",
        arguments: ["01", "-", "+1", ".5", "1.", "1e", "1e+", "0x10", "NaN", "Infinity", "--1", "1.e2", "-a"])
    func noNumbers(text: String) {
        #expect(throws: JSONError.self) { try JSON.parse(text) }
    }

    @Test(
        "what is written wrongly is refused, with its kind and place",
        arguments: [
            ("", .empty, 0), (" \n", .empty, 2), ("[1,]", .unexpected(byte: 0x5D), 3),
            ("{,}", .unexpected(byte: 0x2C), 1), (#"{"a":1,}"#, .unexpected(byte: 0x7D), 7),
            (#"{"a" 1}"#, .unexpected(byte: 0x31), 5), ("{a:1}", .unexpected(byte: 0x61), 1),
            ("[1 2]", .unexpected(byte: 0x32), 3), ("1 2", .trailingText, 2), ("{}}", .trailingText, 2),
            ("trux", .unexpected(byte: 0x78), 3), ("tru", .unexpectedEnd, 3), ("\"a\nb\"", .controlCharacter, 2),
            ("\"\\n\u{1}\"", .controlCharacter, 3), (#""\x""#, .invalidEscape, 2), (#""\u00g0""#, .invalidEscape, 5),
            (#""\ud83d""#, .loneSurrogate, 7), (#""\udf55""#, .loneSurrogate, 7),
            (#""\ud83dA""#, .loneSurrogate, 7), (#""\ud83d\u0041""#, .loneSurrogate, 13),
            (#""\ud83d\ud83d""#, .loneSurrogate, 13),
        ] as [(String, JSONError.Reason, Int)])
    func malformed(text: String, reason: JSONError.Reason, offset: Int) {
        let error = #expect(throws: JSONError.self) { try JSON.parse(text) }
        #expect(error?.reason == reason)
        #expect(error?.offset == offset)
    }

    @Test("an error has line and column, counted from 1 in bytes")
    func place() {
        let error = #expect(throws: JSONError.self) { try JSON.parse("{\n  \"ы\": !\n}") }
        #expect(error?.description == "unexpected «!» at line 2, column 9")
    }

    @Test(
        "bytes that are not UTF-8 are refused",
        arguments: [[0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80]] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) {
        for prefix in ["\"", "\"\\n"] {
            let error = #expect(throws: JSONError.self) { try JSON.parse(Array(prefix.utf8) + bytes + [0x22]) }
            #expect(error?.reason == .invalidUTF8)
        }
    }

    @Test("every escape is read")
    func escapes() throws {
        let text = #""\"\\\/\b\f\n\r\t\u00e9\u0000\u041F\ud83c\udf55""#
        #expect(try JSON.parse(text).string == "\"\\/\u{8}\u{C}\n\r\t\u{E9}\u{0}П🍕")
    }

    @Test("a document at the limits of size and depth is read, and one beyond is refused")
    func limits() throws {
        let limits = JSON.Limits(maxBytes: 10, maxDepth: 3)
        #expect(try JSON.parse("[[[1,23]]]", limits: limits) == [[[1, 23]]])
        let large = #expect(throws: JSONError.self) { try JSON.parse("[[[1,234]]]", limits: limits) }
        #expect(large?.reason == .tooLarge(limit: 10))
        let deep = #expect(throws: JSONError.self) { try JSON.parse("[[[[]]]]", limits: limits) }
        #expect(deep?.reason == .tooDeep(limit: 3))
        // Depth is what is open at once, not how many values there are.
        #expect(try JSON.parse("[[],[],[]]", limits: JSON.Limits(maxBytes: 10, maxDepth: 2)).array?.count == 3)
    }

    @Test("a hundred thousand brackets are an error and no crash")
    func deepNesting() {
        for opening in ["[", #"{"a":"#] {
            let text = String(repeating: opening, count: 100_000)
            let error = #expect(throws: JSONError.self) { try JSON.parse(text) }
            #expect(error?.reason == .tooDeep(limit: 64))
        }
    }
}

extension JSON {
    /// The limits of a text. The parser checks them.
    public struct Limits: Sendable, Hashable {
        public var maxBytes: Int
        public var maxDepth: Int

        public init(maxBytes: Int = 8 << 20, maxDepth: Int = 64) {
            self.maxBytes = maxBytes
            self.maxDepth = maxDepth
        }
    }

    /// Parses one JSON value. A byte order mark is skipped.
    ///
    /// - Throws: ``JSONError`` if the bytes are not exactly one JSON value, or if they exceed a limit.
    public static func parse(_ bytes: [UInt8], limits: Limits = Limits()) throws(JSONError) -> JSON {
        do {
            return try bytes.withUnsafeBufferPointer { buffer in
                var parser = JSONParser(bytes: buffer, limits: limits)
                return try parser.parse()
            }
        } catch {
            // The closure throws only JSONError, but its type does not say so.
            guard let error = error as? JSONError else { fatalError("\(error)") }
            throw error
        }
    }

    public static func parse(_ text: String, limits: Limits = Limits()) throws(JSONError) -> JSON {
        try parse(Array(text.utf8), limits: limits)
    }
}

/// A recursive-descent parser over bytes. The depth limit bounds the stack.
private struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let limits: JSON.Limits
    private var position = 0
    private var depth = 0

    init(bytes: UnsafeBufferPointer<UInt8>, limits: JSON.Limits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func parse() throws(JSONError) -> JSON {
        guard bytes.count <= limits.maxBytes else { throw error(.tooLarge(limit: limits.maxBytes)) }
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
        skipSpace()
        guard position < bytes.count else { throw error(.empty) }
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw error(.trailingText) }
        return value
    }

    private mutating func value() throws(JSONError) -> JSON {
        switch try peek() {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func object() throws(JSONError) -> JSON {
        try enter()
        var object = JSON.Object()
        skipSpace()
        if try peek() == UInt8(ascii: "}") { return leave(.object(object)) }
        while true {
            skipSpace()
            guard try peek() == UInt8(ascii: "\"") else { throw unexpected() }
            let key = try string()
            skipSpace()
            guard try peek() == UInt8(ascii: ":") else { throw unexpected() }
            position += 1
            skipSpace()
            object[key] = try value()
            skipSpace()
            switch try peek() {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "}"): return leave(.object(object))
            default: throw unexpected()
            }
        }
    }

    private mutating func array() throws(JSONError) -> JSON {
        try enter()
        var array: [JSON] = []
        skipSpace()
        if try peek() == UInt8(ascii: "]") { return leave(.array(array)) }
        while true {
            skipSpace()
            array.append(try value())
            skipSpace()
            switch try peek() {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "]"): return leave(.array(array))
            default: throw unexpected()
            }
        }
    }

    private mutating func enter() throws(JSONError) {
        depth += 1
        guard depth <= limits.maxDepth else { throw error(.tooDeep(limit: limits.maxDepth)) }
        position += 1
    }

    private mutating func leave(_ value: JSON) -> JSON {
        depth -= 1
        position += 1
        return value
    }

    private mutating func literal(_ text: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        for index in 0..<text.utf8CodeUnitCount {
            guard try peek() == text.utf8Start[index] else { throw unexpected() }
            position += 1
        }
        return value
    }

    private mutating func number() throws(JSONError) -> JSON.Number {
        let start = position
        if try peek() == UInt8(ascii: "-") { position += 1 }
        let wholePart = digits()
        guard wholePart > 0 else { throw start == position ? unexpected() : error(.invalidNumber) }
        if wholePart > 1, bytes[position - wholePart] == UInt8(ascii: "0") { throw error(.invalidNumber) }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            guard digits() > 0 else { throw error(.invalidNumber) }
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            guard digits() > 0 else { throw error(.invalidNumber) }
        }
        return JSON.Number(text: String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func digits() -> Int {
        let start = position
        while position < bytes.count, bytes[position] >= 0x30, bytes[position] <= 0x39 { position += 1 }
        return position - start
    }

    private mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        // Most strings have no escapes, so copy them as a whole.
        while true {
            let byte = try peek()
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            guard byte >= 0x20 else { throw error(.controlCharacter) }
            position += 1
        }
        defer { position += 1 }
        return try text(bytes[start..<position], at: start)
    }

    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var decoded = Array(bytes[start..<position])
        while true {
            let byte = try peek()
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return try text(decoded, at: start)
            case UInt8(ascii: "\\"): try escape(into: &decoded)
            case 0..<0x20:
                position -= 1
                throw error(.controlCharacter)
            default: decoded.append(byte)
            }
        }
    }

    private mutating func escape(into decoded: inout [UInt8]) throws(JSONError) {
        let byte = try peek()
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(byte)
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0C)
        case UInt8(ascii: "n"): decoded.append(0x0A)
        case UInt8(ascii: "r"): decoded.append(0x0D)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"): decoded += Array(String(Character(try unicodeScalar())).utf8)
        default:
            position -= 1
            throw error(.invalidEscape)
        }
    }

    private mutating func unicodeScalar() throws(JSONError) -> Unicode.Scalar {
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { throw error(.loneSurrogate) }
        position += 2
        let second = try hexadecimal()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw error(.loneSurrogate) }
        return scalar
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = try peek()
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw error(.invalidEscape)
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    private func text(_ bytes: some Collection<UInt8>, at start: Int) throws(JSONError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw error(.invalidUTF8, at: start) }
        return text
    }

    private func peek() throws(JSONError) -> UInt8 {
        guard position < bytes.count else { throw error(.unexpectedEnd) }
        return bytes[position]
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private func unexpected() -> JSONError { error(.unexpected(byte: bytes[position])) }

    private func error(_ reason: JSONError.Reason, at offset: Int? = nil) -> JSONError {
        let offset = min(offset ?? position, bytes.count)
        let before = bytes[..<offset]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return JSONError(
            reason: reason, offset: offset, line: before.count { $0 == 0x0A } + 1, column: offset - lineStart + 1)
    }
}

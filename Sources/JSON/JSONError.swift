/// The error for a text that is not valid JSON, with its position.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Reason: Sendable, Hashable {
        case empty
        case tooLarge(limit: Int)
        case tooDeep(limit: Int)
        case invalidUTF8
        case unexpectedEnd
        case unexpected(byte: UInt8)
        case invalidNumber
        case invalidEscape
        case loneSurrogate
        case controlCharacter
        case trailingText
    }

    public let reason: Reason
    /// The position in bytes. The first byte is 0.
    public let offset: Int
    /// The line number. The first line is 1.
    public let line: Int
    /// The position in the line, in bytes. The first byte is 1.
    public let column: Int

    public var description: String {
        switch reason {
        case .empty: "the text is empty"
        case .tooLarge(let limit): "the text is larger than \(limit) bytes"
        default: "\(words) at line \(line), column \(column)"
        }
    }

    private var words: String {
        switch reason {
        case .empty: "nothing"
        case .tooLarge: "too much"
        case .tooDeep(let limit): "values are nested deeper than \(limit)"
        case .invalidUTF8: "the text is not UTF-8"
        case .unexpectedEnd: "the text ends in the middle of a value"
        case .unexpected(let byte):
            byte >= 0x20 && byte < 0x7f
                ? "unexpected «\(Character(UnicodeScalar(byte)))»" : "unexpected byte 0x" + String(byte, radix: 16)
        case .invalidNumber: "this is not a number"
        case .invalidEscape: "this escape does not exist"
        case .loneSurrogate: "half a surrogate pair"
        case .controlCharacter: "a control character inside a string"
        case .trailingText: "there is more text after the value"
        }
    }
}

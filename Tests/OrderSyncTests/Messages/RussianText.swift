import TestSupport

/// A piece of Russian text in the sources. It is a part of a string literal without interpolations.
struct RussianText {
    let file: String
    let words: String

    /// Returns all pieces with at least two letters. Non-breaking spaces are replaced with spaces, and spaces at the
    /// ends are removed.
    ///
    /// - Parameter folder: a folder in `Sources`.
    static func inSources(under folder: String) throws -> [RussianText] {
        let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let list = try run("find", ["\(root)/Sources/\(folder)", "-name", "*.swift"])
        return list.stdout.split(separator: "\n").map(String.init).flatMap { file in
            let source = Array(String(decoding: Files.read(file) ?? [], as: UTF8.self))
            var reader = LiteralReader(source)
            return reader.pieces().map { $0.trimmed }.filter(isRussian).map { RussianText(file: file, words: $0) }
        }
    }

    private static func isRussian(_ text: String) -> Bool {
        text.unicodeScalars.count { (0x400...0x4FF).contains($0.value) } > 1
    }
}

/// Reads the string literals in Swift source code. It does not support raw strings, because the messages do not use
/// them.
private struct LiteralReader {
    private let source: [Character]
    private var index = 0

    init(_ source: [Character]) { self.source = source }

    mutating func pieces() -> [String] { code(until: nil) }

    /// Reads code up to the closing parenthesis of an interpolation, or up to the end of the file.
    private mutating func code(until end: Character?) -> [String] {
        var pieces: [String] = []
        var depth = 0
        while index < source.count {
            let character = source[index]
            index += 1
            switch character {
            case "\"": pieces += literal()
            case "/" where index < source.count && source[index] == "/":
                while index < source.count, source[index] != "\n" { index += 1 }
            case "(": depth += 1
            case ")":
                if depth == 0, end != nil { return pieces }
                depth -= 1
            default: break
            }
        }
        return pieces
    }

    /// Reads a literal after its first quotation mark.
    private mutating func literal() -> [String] {
        var pieces: [String] = []
        var piece = ""
        while index < source.count {
            let character = source[index]
            index += 1
            guard character == "\\" else {
                if character == "\"" || character == "\n" { break }
                piece.append(character)
                continue
            }
            let escaped = source[index]
            index += 1
            switch escaped {
            case "(":
                pieces.append(piece)
                piece = ""
                pieces += code(until: ")")
            case "n":
                pieces.append(piece)
                piece = ""
            case "u":
                // The messages write only spaces in this way.
                while source[index] != "}" { index += 1 }
                index += 1
                piece.append(" ")
            default: piece.append(escaped)
            }
        }
        return pieces + [piece]
    }
}

extension String {
    fileprivate var trimmed: String {
        split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }
}

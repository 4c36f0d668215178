/// Encodes the text of a header field as RFC 2047 encoded words.
enum HeaderText {
    private static let longestLine = 76
    private static let longestWord = 75
    private static let opening = "=?UTF-8?B?"
    private static let closing = "?="

    /// - Parameter column: the number of bytes that the field's name takes up in the first line.
    /// - Returns: printable ASCII. Long text is folded with CRLF and a space. Text that needs no encoding stays
    ///   unchanged.
    static func encode(_ text: String, after column: Int) -> String {
        let text = withoutControls(text)
        let isPlain =
            text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
            && !text.hasPrefix(" ") && !text.hasSuffix(" ") && column + text.utf8.count <= longestLine
        if isPlain { return text }
        var words: [String] = []
        var word: [UInt8] = []
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            // An encoded word must not split a character (RFC 2047, section 5).
            let room = words.isEmpty ? min(longestWord, longestLine - column) : longestWord
            if length(word.count + bytes.count) > room {
                words.append(enclosed(word))
                word = []
            }
            word += bytes
        }
        words.append(enclosed(word))
        return words.joined(separator: "\r\n ")
    }

    /// Returns the length of an encoded word that contains `count` bytes.
    private static func length(_ count: Int) -> Int {
        opening.utf8.count + (count + 2) / 3 * 4 + closing.utf8.count
    }

    private static func enclosed(_ bytes: [UInt8]) -> String {
        opening + String(decoding: Base64.encode(bytes), as: UTF8.self) + closing
    }

    /// Replaces control characters by spaces, because a line end would begin a new field.
    private static func withoutControls(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: result.append(" ")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}

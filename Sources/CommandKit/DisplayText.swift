/// Makes text from outside safe for a terminal, so that an escape sequence in it has no effect.
public enum DisplayText {
    /// Returns the text with its control characters and bidirectional marks written as "\\u{1b}". Line breaks and tabs
    /// stay.
    public static func visible(_ text: String) -> String { mapped(text, keepsLines: true) }

    /// Returns the same text as ``visible(_:)``, but line breaks and tabs become spaces.
    public static func oneLine(_ text: String) -> String { mapped(text, keepsLines: false) }

    private static func mapped(_ text: String, keepsLines: Bool) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n", "\t": result.append(keepsLines ? scalar : " ")
            case "\r" where !keepsLines: result.append(" ")
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{61C}", "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}",
                "\u{2066}"..."\u{2069}", "\u{2028}", "\u{2029}":
                result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// Returns the number of columns that a text takes on a terminal. The ranges are the common wide blocks of Unicode
    /// Standard Annex 11.
    public static func width(_ text: some StringProtocol) -> Int {
        text.reduce(0) { $0 + width(of: $1) }
    }

    static func width(of character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        if scalar.properties.isEmojiPresentation { return 2 }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }

    /// Breaks a text between words and returns its lines. A word that is wider than a line stays whole.
    public static func wrapped(_ text: String, columns: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            if !line.isEmpty, width(line) + 1 + width(word) > columns {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return lines + [line]
    }

    /// Returns the text, cut to a number of columns. "…" marks the cut.
    public static func fitted(_ text: String, columns: Int) -> String {
        guard width(text) > columns, columns > 0 else { return text }
        var result = ""
        var used = 0
        for character in text {
            let next = width(of: character)
            if used + next > columns - 1 { break }
            result.append(character)
            used += next
        }
        return result + "…"
    }
}

/// Splits a command line into a program and its arguments.
public enum ShellWords {
    /// Splits a command like a shell, but without expansions. `$`, `*`, `~`, `|`, `;` and the like are ordinary
    /// characters.
    ///
    /// Spaces, tabs and line ends separate words. Inside `'…'`, every character is ordinary. Inside `"…"`, a backslash
    /// makes the characters `"`, `\`, `$` and the backquote ordinary; before any other character, the backslash itself
    /// is kept. Outside of quotes, a backslash makes any character ordinary (POSIX.1-2017, Shell Command Language, 2.2
    /// Quoting).
    ///
    /// - Returns: the words. An empty command gives an empty list. `''` is an empty word.
    public static func split(_ command: String) throws(ShellWordsError) -> [String] {
        var words: [String] = []
        var word: String?
        var rest = command.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case " ", "\t", "\n", "\r":
                if let complete = word { words.append(complete) }
                word = nil
            case "'", "\"":
                word = (word ?? "") + (try quoted(&rest, until: scalar))
            case "\\":
                guard let next = rest.popFirst() else { throw .backslashAtEnd }
                word = (word ?? "") + String(next)
            default:
                word = (word ?? "") + String(scalar)
            }
        }
        if let word { words.append(word) }
        return words
    }

    private static func quoted(
        _ rest: inout Substring.UnicodeScalarView, until quote: Unicode.Scalar
    ) throws(ShellWordsError) -> String {
        var text = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            if scalar == quote { return String(text) }
            if quote == "\"", scalar == "\\", let next = rest.first, "\"\\$`".unicodeScalars.contains(next) {
                rest.removeFirst()
                text.append(next)
            } else {
                text.append(scalar)
            }
        }
        throw .unclosedQuote(Character(quote))
    }
}

/// Why a command cannot be split.
public enum ShellWordsError: Error, Hashable, CustomStringConvertible {
    /// A quotation mark is not closed.
    case unclosedQuote(Character)
    /// The command ends with a backslash.
    case backslashAtEnd

    /// Says what is wrong and what to do about it.
    public var description: String {
        switch self {
        case .unclosedQuote(let quote): "the command has a \(quote) that is not closed: close it, or write \\\(quote)"
        case .backslashAtEnd: "the command ends with a backslash: remove it, or write \\\\"
        }
    }
}

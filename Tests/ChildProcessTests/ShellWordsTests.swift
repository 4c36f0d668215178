import ChildProcess
import Testing

@Suite("Splitting a command into words")
struct ShellWordsTests {
    @Test(
        "finds the words that a shell would find",
        arguments: [
            ("", []),
            ("  \t\n ", []),
            ("notify", ["notify"]),
            ("  notify  --to   admin ", ["notify", "--to", "admin"]),
            ("'a  b' \"c  d\"", ["a  b", "c  d"]),
            ("a'b'\"c\"d", ["abcd"]),
            ("'' \"\"", ["", ""]),
            (#"'a\b"c'"#, [#"a\b"c"#]),
            (#""a\"b\\c\$d\e'f""#, [#"a"b\c$d\e'f"#]),
            (#"a\ b \'c \\"#, ["a b", "'c", #"\"#]),
            ("/opt/пицца/скрипт 'заказ принят'", ["/opt/пицца/скрипт", "заказ принят"]),
            ("e\u{301} a\u{200D}'b'", ["e\u{301}", "a\u{200D}b"]),
        ] as [(String, [String])])
    func words(command: String, words: [String]) throws {
        #expect(try ShellWords.split(command) == words)
    }

    @Test("expands nothing and knows no operators")
    func noExpansion() throws {
        #expect(
            try ShellWords.split("a $HOME * ~ `b` | c; d && e > f # g") == [
                "a", "$HOME", "*", "~", "`b`", "|", "c;", "d", "&&", "e", ">", "f", "#", "g",
            ])
    }

    @Test("a quotation mark before a combining mark is still a quotation mark")
    func combiningMark() throws {
        #expect(try ShellWords.split("'\u{301}a b'") == ["\u{301}a b"])
    }

    @Test(
        "an unclosed quotation mark is an error",
        arguments: [("a 'b", "'" as Character), ("a \"b'", "\""), (#""a\""#, "\"")])
    func unclosed(command: String, quote: Character) {
        #expect(throws: ShellWordsError.unclosedQuote(quote)) { try ShellWords.split(command) }
    }

    @Test("a backslash at the end is an error")
    func backslash() {
        #expect(throws: ShellWordsError.backslashAtEnd) { try ShellWords.split(#"a \"#) }
    }
}

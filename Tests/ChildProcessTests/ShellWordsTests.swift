import ChildProcess
import Testing

@Suite("A command's words")
struct ShellWordsTests {
    @Test(
        "are those that a shell would find",
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

    @Test("nothing is expanded and no operator is known")
    func noExpansion() throws {
        #expect(
            try ShellWords.split("a $HOME * ~ `b` | c; d && e > f # g") == [
                "a", "$HOME", "*", "~", "`b`", "|", "c;", "d", "&&", "e", ">", "f", "#", "g",
            ])
    }

    @Test("a quotation mark that a combining mark follows is still one")
    func combiningMark() throws {
        #expect(try ShellWords.split("'\u{301}a b'") == ["\u{301}a b"])
    }

    @Test(
        "an open quotation mark is an error",
        arguments: [("a 'b", "'" as Character), ("a \"b'", "\""), (#""a\""#, "\"")])
    func unclosed(command: String, quote: Character) {
        #expect(throws: ShellWordsError.unclosedQuote(quote)) { try ShellWords.split(command) }
    }

    @Test("a backslash at the end is an error")
    func backslash() {
        #expect(throws: ShellWordsError.backslashAtEnd) { try ShellWords.split(#"a \"#) }
    }
}

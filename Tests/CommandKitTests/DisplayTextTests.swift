import CommandKit
import Testing

@Suite("Untrusted text on a terminal") struct DisplayTextTests {
    @Test(
        "control characters become visible",
        arguments: [
            ("\u{1B}[31mred\u{7}", "\\u{1b}[31mred\\u{7}"), ("\u{9B}2J", "\\u{9b}2J"), ("\u{7F}", "\\u{7f}"),
            ("a\u{202E}b\u{202C}", "a\\u{202e}b\\u{202c}"), ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
            ("\u{200E}\u{200F}\u{61C}", "\\u{200e}\\u{200f}\\u{61c}"), ("a\u{2028}b", "a\\u{2028}b"),
            ("\0", "\\u{0}"), ("Пицца «Маргарита» 🍕", "Пицца «Маргарита» 🍕"), ("e\u{301}", "e\u{301}"),
        ])
    func visible(text: String, shown: String) {
        #expect(DisplayText.visible(text) == shown)
        #expect(DisplayText.oneLine(text) == shown)
    }

    @Test("line breaks are kept in a text and become spaces in a line")
    func lines() {
        #expect(DisplayText.visible("a\n\tb") == "a\n\tb")
        #expect(DisplayText.oneLine("a\n\tb\r\nc") == "a  b  c")
        // A carriage return alone would overwrite the line.
        #expect(DisplayText.visible("a\rb") == "a\\u{d}b")
        #expect(DisplayText.visible("a\r\nb") == "a\\u{d}\nb")
    }

    @Test(
        "the width of a text is counted in columns",
        arguments: [("", 0), ("abc", 3), ("Пицца", 5), ("e\u{301}", 1), ("漢字", 4), ("한국", 4), ("🍕", 2), ("Ａ", 2)])
    func width(text: String, columns: Int) {
        #expect(DisplayText.width(text) == columns)
    }

    @Test(
        "a text that is too wide is cut off with a mark",
        arguments: [
            ("Пепперони", 9, "Пепперони"), ("Пепперони", 8, "Пепперо…"), ("Пепперони", 1, "…"), ("漢字漢", 5, "漢字…"),
            ("漢字漢", 4, "漢…"),
        ])
    func fitted(text: String, columns: Int, shown: String) {
        #expect(DisplayText.fitted(text, columns: columns) == shown)
        #expect(DisplayText.width(shown) <= columns)
    }
}

import CommandKit
import Testing

@Suite("Tables") struct TableTests {
    @Test("columns are as wide as needed, and lines do not end in spaces")
    func plain() {
        var table = Table(["ID", "NAME", "STATE"])
        #expect(table.isEmpty)
        table.add(["1", "Пицца", "done"])
        table.add(["1000", "漢字", ""])
        let expected = """
            ID    NAME   STATE
            1     Пицца  done
            1000  漢字

            """
        #expect(table.text(columns: nil) == expected)
    }

    @Test("on a terminal the last column shrinks first, and every line fits")
    func narrow() {
        var table = Table(["ID", "NAME", "ERROR"])
        table.add(["1", String(repeating: "b", count: 30), String(repeating: "о", count: 200)])
        table.add(["2", "漢字", "short"])
        let lines = table.text(columns: 80).split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.map { DisplayText.width($0) }.max() == 80)
        let expected = "1   " + String(repeating: "b", count: 30) + "  " + String(repeating: "о", count: 43) + "…"
        #expect(lines[1] == expected)
        #expect(table.text(columns: nil).split(separator: "\n")[1].count > 200)
    }

    @Test("if the last column cannot shrink any more, the widest one shrinks")
    func widest() {
        var table = Table(["ID", "ERROR", "NAME"])
        table.add(["1", String(repeating: "о", count: 200), String(repeating: "b", count: 30)])
        let expected = "1   " + String(repeating: "о", count: 65) + "…  bbbbbbb…"
        #expect(table.text(columns: 80).split(separator: "\n")[1] == expected)
    }

    @Test("no column becomes narrower than eight characters, even on a tiny terminal")
    func tooSmall() {
        var table = Table(["A", "B"])
        table.add([String(repeating: "a", count: 20), String(repeating: "b", count: 20)])
        #expect(table.text(columns: 5).split(separator: "\n")[1] == "aaaaaaa…  bbbbbbb…")
    }

    @Test("a cell is one line without control characters")
    func hostile() {
        var table = Table(["A"])
        table.add(["x\ny\u{1B}[2J"])
        #expect(table.text(columns: nil) == "A\nx y\\u{1b}[2J\n")
    }
}

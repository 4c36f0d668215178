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

    @Test("on a terminal that is too narrow the last column goes below its row, whole, and every line fits")
    func narrow() {
        var table = Table(["ID", "NAME", "ERROR"])
        table.add(["1", String(repeating: "b", count: 30), String(repeating: "слово ", count: 30) + "end"])
        table.add(["2", "漢字", ""])
        let lines = table.text(columns: 80).split(separator: "\n")
        #expect(lines.allSatisfy { DisplayText.width($0) <= 80 })
        #expect(lines[0] == "ID  NAME" && lines[1] == "    ERROR")
        #expect(lines[2] == "1   " + String(repeating: "b", count: 30))
        #expect(lines[3].hasPrefix("    слово слово") && lines[5].hasSuffix("слово end"))
        #expect(lines[6] == "2   漢字" && lines.count == 7)
        #expect(table.text(columns: nil).split(separator: "\n").count == 3)
    }

    @Test("if that is not enough, the widest of the other columns shrinks")
    func widest() {
        var table = Table(["ID", "ERROR", "NAME"])
        table.add(["1", String(repeating: "о", count: 200), "b"])
        #expect(table.text(columns: 80).split(separator: "\n")[2] == "1   " + String(repeating: "о", count: 75) + "…")
    }

    @Test("no column becomes narrower than eight characters, even on a tiny terminal")
    func tooSmall() {
        var table = Table(["A", "B"])
        table.add([String(repeating: "a", count: 20), "b"])
        #expect(table.text(columns: 5).split(separator: "\n")[2] == "aaaaaaa…")
    }

    @Test("a cell is one line without control characters")
    func hostile() {
        var table = Table(["A"])
        table.add(["x\ny\u{1B}[2J"])
        #expect(table.text(columns: nil) == "A\nx y\\u{1b}[2J\n")
    }
}

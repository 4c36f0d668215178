internal import CommandKit
internal import JSON
internal import Shop

/// What prints to the person or the program that reads standard output.
protocol Printing {}

extension Printing {
    func print(_ json: JSON) { StandardOutput.write(json.serialized(pretty: true) + "\n") }
    func print(_ line: String = "") { StandardOutput.write(DisplayText.visible(line) + "\n") }
    func print(_ table: Table) { StandardOutput.write(table.text(columns: StandardOutput.terminalColumns)) }

    /// Prints a text beside its name, wrapped to the terminal's width.
    func print(_ name: String, _ text: String, nameWidth: Int = 10) {
        let columns = max(40, StandardOutput.terminalColumns ?? .max / 2) - nameWidth
        var head = DisplayText.fitted(name, columns: nameWidth - 1)
        head += String(repeating: " ", count: max(0, nameWidth - DisplayText.width(head)))
        for line in DisplayText.wrapped(DisplayText.oneLine(text), columns: columns) {
            StandardOutput.write(head + line + "\n")
            head = String(repeating: " ", count: nameWidth)
        }
    }

    /// Says so where a list may go on behind what was shown.
    func noteLimit(_ limit: Int, shown: Int) {
        if shown == limit { print("… only the newest \(limit); --limit N shows more") }
    }

    /// Prints a list as one JSON array, page by page: no long list is held in memory, and no page keeps the database open.
    ///
    /// - Parameter page: the rows after the last one of the page before, at most so many; empty at the end.
    func printList(limit: Int?, pages page: (_ count: Int) throws -> [JSON]) rethrows {
        var left = limit ?? .max
        var isFirst = true
        while left > 0 {
            let count = min(left, 500)
            let rows = try page(count)
            guard !rows.isEmpty else { break }
            // Without the brackets that begin and end each page's array.
            let text = JSON.array(rows).serialized(pretty: true).dropFirst().dropLast(2)
            StandardOutput.write((isFirst ? "[" : ",") + text)
            isFirst = false
            left -= rows.count
            guard rows.count == count else { break }
        }
        StandardOutput.write(isFirst ? "[]\n" : "\n]\n")
    }

    /// The local time of a moment in milliseconds since 1970: "2026-11-24 10:25:03".
    func time(_ milliseconds: Int64) -> String { LocalTime(milliseconds: milliseconds, in: .machine).text }
}

extension Console {
    /// A duration in milliseconds, without its sign, in whole units: "5 s", "3 min", "2 h", "4 d".
    static func span(_ milliseconds: Int64) -> String {
        let seconds = milliseconds.magnitude / 1000
        switch seconds {
        case 0..<120: return "\(seconds) s"
        case 120..<7200: return "\(seconds / 60) min"
        case 7200..<172_800: return "\(seconds / 3600) h"
        default: return "\(seconds / 86_400) d"
        }
    }
}

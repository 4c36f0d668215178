internal import CommandKit
internal import JSON
internal import Shop

/// Methods that print to standard output, for a person or a program.
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

    /// Prints a note if the list may have more rows than were shown.
    func noteLimit(_ limit: Int, shown: Int) {
        if shown == limit { print("… only the newest \(limit); --limit N shows more") }
    }

    /// Prints a list as one JSON array, page by page. So a long list is never held in memory as a whole, and no long
    /// read keeps the database open.
    ///
    /// - Parameter page: returns the next page, with at most `count` rows. An empty page ends the list.
    func printList(limit: Int?, pages page: (_ count: Int) throws -> [JSON]) rethrows {
        var left = limit ?? .max
        var isFirst = true
        while left > 0 {
            let count = min(left, 500)
            let rows = try page(count)
            guard !rows.isEmpty else { break }
            // Drop the brackets at the beginning and the end of each page's array.
            let text = JSON.array(rows).serialized(pretty: true).dropFirst().dropLast(2)
            StandardOutput.write((isFirst ? "[" : ",") + text)
            isFirst = false
            left -= rows.count
            guard rows.count == count else { break }
        }
        StandardOutput.write(isFirst ? "[]\n" : "\n]\n")
    }

    /// Returns the local time of a moment, such as "2026-11-24 10:25:03". The moment is in milliseconds since 1970.
    func time(_ milliseconds: Int64) -> String { LocalTime(milliseconds: milliseconds, in: .machine).text }
}

extension Console {
    /// Returns a duration in whole units, such as "5 s", "3 min", "2 h" or "4 d". The duration is in milliseconds, and
    /// its sign is ignored.
    static func span(_ milliseconds: Int64) -> String { duration(milliseconds).en }

    /// Returns the same as ``span(_:)`` in both languages.
    static func duration(_ milliseconds: Int64) -> Bilingual {
        let seconds = milliseconds.magnitude / 1000
        return switch seconds {
        case 0..<120: Bilingual(ru: "\(seconds) с", en: "\(seconds) s")
        case 120..<7200: Bilingual(ru: "\(seconds / 60) мин", en: "\(seconds / 60) min")
        case 7200..<172_800: Bilingual(ru: "\(seconds / 3600) ч", en: "\(seconds / 3600) h")
        default: Bilingual(ru: "\(seconds / 86_400) дн.", en: "\(seconds / 86_400) d")
        }
    }
}

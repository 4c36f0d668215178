/// Rows under headings. Columns are as wide as their longest cell. On a terminal that is too narrow the last column, which
/// has the free text, is narrowed first, then the widest one.
public struct Table: Sendable {
    /// No column is narrowed further than this.
    private static let narrowest = 8
    private let headings: [String]
    private var rows: [[String]] = []

    public init(_ headings: [String]) { self.headings = headings }

    public mutating func add(_ cells: [String]) { rows.append(cells.map(DisplayText.oneLine)) }

    public var isEmpty: Bool { rows.isEmpty }

    /// - Parameter columns: the width of the terminal; nil where the output is no terminal and nothing is narrowed.
    public func text(columns: Int?) -> String {
        var widths = headings.map(DisplayText.width)
        for row in rows {
            for (index, cell) in row.enumerated() { widths[index] = max(widths[index], DisplayText.width(cell)) }
        }
        if let columns { narrow(&widths, to: columns) }
        return ([headings] + rows).map { line($0, widths) }.joined()
    }

    private func narrow(_ widths: inout [Int], to columns: Int) {
        let gaps = 2 * (widths.count - 1)
        if let last = widths.last, last > Table.narrowest {
            let excess = max(0, widths.reduce(gaps, +) - columns)
            widths[widths.count - 1] = max(Table.narrowest, last - excess)
        }
        while widths.reduce(gaps, +) > columns, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
            widths[widest] > Table.narrowest
        {
            widths[widest] -= 1
        }
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let fitted = DisplayText.fitted(cell, columns: widths[index])
            line += fitted
            if index < cells.count - 1 {
                line += String(repeating: " ", count: max(0, widths[index] - DisplayText.width(fitted)) + 2)
            }
        }
        while line.last == " " { line.removeLast() }
        return line + "\n"
    }
}

/// A table with headings. Each column is as wide as its longest cell. If the terminal is too narrow, the last column,
/// which contains free text, is shown below each row. If that is not enough, the widest columns are narrowed.
public struct Table: Sendable {
    /// The width to which a column may be narrowed.
    private static let narrowest = 8
    /// The indentation of the text below a row.
    private static let indentation = 4
    private let headings: [String]
    private var rows: [[String]] = []

    public init(_ headings: [String]) { self.headings = headings }

    public mutating func add(_ cells: [String]) { rows.append(cells.map(DisplayText.oneLine)) }

    public var isEmpty: Bool { rows.isEmpty }

    /// - Parameter columns: the width of the terminal, or nil if the output is not a terminal. With nil, no column is
    ///   narrowed.
    public func text(columns: Int?) -> String {
        var widths = headings.map(DisplayText.width)
        for row in rows {
            for (index, cell) in row.enumerated() { widths[index] = max(widths[index], DisplayText.width(cell)) }
        }
        guard let columns, Table.width(widths) > columns else {
            return ([headings] + rows).map { line($0, widths) }.joined()
        }
        guard headings.count > 1 else { return rows.map { line($0, [columns]) }.joined() }
        widths.removeLast()
        narrow(&widths, to: columns)
        let indentation = String(repeating: " ", count: Table.indentation)
        return ([headings] + rows).map { row in
            let below = DisplayText.wrapped(
                row[row.count - 1], columns: max(Table.narrowest, columns - Table.indentation))
            return line(Array(row.dropLast()), widths)
                + below.filter { !$0.isEmpty }.map { indentation + $0 + "\n" }.joined()
        }.joined()
    }

    private static func width(_ widths: [Int]) -> Int { widths.reduce(2 * (widths.count - 1), +) }

    private func narrow(_ widths: inout [Int], to columns: Int) {
        while Table.width(widths) > columns, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
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

/// A page of lines on a terminal that is redrawn in place. Only changed lines are written, so that little data goes
/// over a slow connection.
public struct Screen {
    private static let alternate = "\u{1B}[?1049h\u{1B}[?25l"
    private static let normal = "\u{1B}[?25h\u{1B}[?1049l"

    private var drawn: [String] = []
    private var size: (columns: Int, rows: Int) = (0, 0)
    private let write: (String) -> Void

    public init(write: @escaping (String) -> Void) { self.write = write }

    /// Switches to the alternate screen and hides the cursor.
    public func open() { write(Screen.alternate) }

    /// Switches back to the normal screen.
    public func close() { write(Screen.normal) }

    /// Shows as many lines as fit, from the top. If the size of the terminal has changed, everything is redrawn,
    /// because the terminal may have wrapped or lost lines.
    ///
    /// - Parameter lines: the lines to show. They must not contain control characters.
    public mutating func draw(_ lines: [String], columns: Int, rows: Int) {
        var output = ""
        if (columns, rows) != size {
            output += "\u{1B}[2J"
            drawn = []
            size = (columns, rows)
        }
        let fitted = lines.prefix(rows).map { DisplayText.fitted($0, columns: columns) }
        for row in 0..<max(fitted.count, drawn.count) {
            let text = row < fitted.count ? fitted[row] : ""
            guard row >= drawn.count || drawn[row] != text else { continue }
            // Go to the line, write the text, and clear the rest of the line.
            output += "\u{1B}[\(row + 1);1H\(text)\u{1B}[K"
        }
        drawn = fitted
        if !output.isEmpty { write(output) }
    }
}

/// The help of a command, for 80 columns.
struct HelpText {
    private static let width = 80
    let command: Command
    /// The words that call the command, such as ["frontpad-queue", "list"].
    let words: [String]

    var synopsis: String {
        let isGroup = !command.sections.isEmpty
        var parts = words + (isGroup ? ["COMMAND"] : []) + command.arguments.map(\.synopsis)
        if isGroup || !(command.options + command.contextOptions).isEmpty { parts.append("[OPTIONS]") }
        return parts.joined(separator: " ")
    }

    var text: String {
        var text = HelpText.wrapped(command.summary, indent: 0) + "\nUsage: \(synopsis)\n"
        for paragraph in command.discussion { text += "\n" + HelpText.wrapped(paragraph, indent: 0) }
        let indent = HelpText.indent(of: command.subcommands.map(\.name))
        for part in command.sections {
            text += HelpText.section(part.title, part.commands.map { ($0.name, $0.summary) }, indent: indent)
        }
        text += HelpText.section("Arguments", command.arguments.map { ($0.name, $0.description) })
        text += HelpText.section("Options", command.shownOptions.map { ($0.synopsis, $0.description) })
        if !command.examples.isEmpty {
            text += "\nExamples:\n"
            for example in command.examples { text += "  \(example.command)\n      \(example.meaning)\n" }
        }
        return text
    }

    private static func indent(of names: [String]) -> Int { min(24, (names.map(\.count).max() ?? 0) + 4) }

    /// Returns a section with names and, beside them, their meaning.
    private static func section(_ title: String, _ rows: [(name: String, meaning: String)], indent: Int? = nil)
        -> String
    {
        guard !rows.isEmpty else { return "" }
        let indent = indent ?? HelpText.indent(of: rows.map(\.name))
        var text = "\n\(title):\n"
        for (name, meaning) in rows {
            let head = "  " + name
            let body = wrapped(meaning, indent: indent)
            text += head.count + 2 <= indent ? head + body.dropFirst(head.count) : head + "\n" + body
        }
        return text
    }

    /// Breaks a paragraph into indented lines of at most 80 columns. Each line has its line end.
    static func wrapped(_ paragraph: String, indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        var text = ""
        var line = ""
        for word in paragraph.split(separator: " ") {
            if !line.isEmpty, indent + line.count + 1 + word.count > width {
                text += margin + line + "\n"
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return text + margin + line + "\n"
    }
}

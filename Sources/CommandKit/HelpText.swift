/// The help of a command, on 80 columns.
struct HelpText {
    private static let width = 80
    let command: CommandDefinition
    /// By which it is called, such as ["frontpad-queue", "list"].
    let words: [String]

    var synopsis: String {
        var parts = words
        if !command.subcommands.isEmpty { parts.append("COMMAND") }
        parts += command.arguments.map(\.synopsis)
        if !command.options.isEmpty { parts.append("[OPTIONS]") }
        return parts.joined(separator: " ")
    }

    var text: String {
        var text = HelpText.wrapped(command.summary, indent: 0) + "\nUsage: \(synopsis)\n"
        for paragraph in command.discussion { text += "\n" + HelpText.wrapped(paragraph, indent: 0) }
        text += section("Commands", command.subcommands.map { ($0.name, $0.summary) })
        text += section("Arguments", command.arguments.map { ($0.name, $0.summary) })
        text += section("Options", (command.options + OptionDefinition.common).map { ($0.synopsis, summary(of: $0)) })
        if !command.examples.isEmpty {
            text += "\nExamples:\n"
            for example in command.examples { text += "  \(example.command)\n      \(example.meaning)\n" }
        }
        return text
    }

    private func summary(of option: OptionDefinition) -> String {
        option.choices.isEmpty ? option.summary : "\(option.summary) One of: \(option.choices.joined(separator: ", "))."
    }

    private func section(_ title: String, _ rows: [(String, String)]) -> String {
        guard !rows.isEmpty else { return "" }
        let indent = min(24, (rows.map(\.0.count).max() ?? 0) + 4)
        var text = "\n\(title):\n"
        for (name, summary) in rows {
            let head = "  " + name
            let body = HelpText.wrapped(summary, indent: indent)
            if head.count + 2 <= indent {
                text += head + body.dropFirst(head.count)
            } else {
                text += head + "\n" + body
            }
        }
        return text
    }

    /// Lines of at most 80 columns, each indented and ended.
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

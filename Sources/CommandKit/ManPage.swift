/// The man page of a program, section 1. Source of the macros: man(7).
struct ManPage {
    let program: Program

    var text: String {
        let definition = program.definition
        var text = ".TH \(definition.name.uppercased()) 1 \"\" \"frontpad-queue \(program.version)\"\n"
        text += ".SH NAME\n\(escaped(definition.name)) \\- \(escaped(definition.summary))\n"
        text += commands(definition, words: [definition.name])
        text += ".SH EXIT STATUS\n"
        for (status, meaning) in ManPage.statuses { text += ".TP\n\(status)\n\(meaning)\n" }
        return text
    }

    private static let statuses = [
        ("0", "Done."), ("1", "Not done; the message says why."), ("64", "The command line is wrong."),
        ("65", "What came in cannot be used."), ("66", "A named file cannot be read."),
        ("69", "A service is not there."), ("74", "A file could not be read or written."),
        ("75", "It may work later."), ("78", "The configuration is wrong."),
    ]

    private func commands(_ command: CommandDefinition, words: [String]) -> String {
        let help = HelpText(command: command, words: words)
        var text = words.count == 1 ? ".SH SYNOPSIS\n" : ".SH \(escaped(words.joined(separator: " ").uppercased()))\n"
        text += ".B \(escaped(help.synopsis))\n"
        if words.count > 1 { text += ".PP\n\(escaped(command.summary))\n" }
        for paragraph in command.discussion { text += ".PP\n\(escaped(paragraph))\n" }
        for argument in command.arguments { text += ".TP\n.I \(argument.name)\n\(escaped(argument.summary))\n" }
        for option in command.options { text += ".TP\n.B \(escaped(option.synopsis))\n\(escaped(option.summary))\n" }
        for example in command.examples {
            text += ".TP\n.B \(escaped(example.command))\n\(escaped(example.meaning))\n"
        }
        for subcommand in command.subcommands { text += commands(subcommand, words: words + [subcommand.name]) }
        return text
    }

    private func escaped(_ text: String) -> String {
        let text = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
        return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text
    }
}

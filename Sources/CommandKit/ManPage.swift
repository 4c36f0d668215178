/// The man page of a program, for section 1. Source of the macros: man(7).
struct ManPage {
    let program: Command
    let release: Release
    let manual: Manual

    var text: String {
        let name = program.name
        let leaves = program.leaves
        var text =
            ".TH \(name.uppercased()) 1 \"\(release.date)\" \"\(release.product) \(release.version)\" \"User Commands\"\n"
        text += ".SH NAME\n\(escaped(name)) \\- \(escaped(ManPage.phrase(program.summary)))\n"
        text += ".SH SYNOPSIS\n\(synopsis(name, program))\n"
        text += ".SH DESCRIPTION\n" + paragraphs([program.summary] + program.discussion, ".PP")
        text += commands
        let options = program.arguments + program.options + sharedOptions + (leaves.first?.contextOptions ?? [])
        text += ".SH OPTIONS\n" + list(options + ParameterDefinition.shown)
        text += section("EXIT STATUS", manual.exitStatuses.map { (bold("\($0.status.rawValue)"), $0.meaning) })
        text += section("ENVIRONMENT", manual.environment.map { (bold($0.name), $0.meaning) })
        text += section("FILES", manual.files.map { (italic($0.name), $0.meaning) })
        text += section("EXAMPLES", leaves.flatMap(\.examples).map { (bold($0.command), $0.meaning) })
        if !manual.seeAlso.isEmpty {
            text += ".SH SEE ALSO\n" + manual.seeAlso.map { "\(bold($0))(1)" }.joined(separator: ",\n") + "\n"
        }
        return text
    }

    /// The commands of a group. Each has its own arguments and those options that no other command has.
    private var commands: String {
        guard !program.sections.isEmpty else { return "" }
        let shared = Set(sharedOptions)
        var text = ".SH COMMANDS\n"
        for part in program.sections {
            if program.sections.count > 1 { text += ".SS \(escaped(part.title))\n" }
            for (words, command) in part.commands.flatMap(\.tree) where command.sections.isEmpty {
                text += ".TP\n\(synopsis(words.joined(separator: " "), command))\n"
                text += paragraphs([command.summary] + command.discussion, ".IP")
                let own = command.arguments + command.options.filter { !shared.contains($0) }
                if !own.isEmpty { text += ".RS\n\(list(own)).RE\n" }
            }
        }
        return text
    }

    /// The options that more than one command accepts.
    private var sharedOptions: [ParameterDefinition] {
        var seen: [ParameterDefinition: Int] = [:]
        return program.leaves.flatMap(\.options).filter { option in
            seen[option, default: 0] += 1
            return seen[option] == 2
        }
    }

    private func synopsis(_ words: String, _ command: Command) -> String {
        let group = command.sections.isEmpty ? [] : ["\(italic("COMMAND")) [\(italic("OPTIONS"))]"]
        let arguments = command.arguments.map { $0.isRequired ? head($0) : "[\(head($0))]" }
        return ([bold(words)] + group + arguments + command.options.map { "[\(head($0))]" }).joined(separator: " ")
    }

    private func section(_ title: String, _ entries: [(head: String, meaning: String)]) -> String {
        entries.isEmpty ? "" : ".SH \(title)\n" + entries.map { entry($0.head, $0.meaning) }.joined()
    }

    private func list(_ parameters: [ParameterDefinition]) -> String {
        parameters.map { entry(head($0), $0.description) }.joined()
    }

    private func head(_ parameter: ParameterDefinition) -> String {
        switch parameter.kind {
        case .argument: italic(parameter.name)
        case .flag: bold(parameter.name)
        case .option(let placeholder): "\(bold(parameter.name)) \(italic(placeholder))"
        }
    }

    private func entry(_ head: String, _ meaning: String) -> String { ".TP\n\(head)\n" + lines(meaning) }

    private func paragraphs(_ texts: [String], _ macro: String) -> String {
        texts.map(lines).joined(separator: macro + "\n")
    }

    /// Returns a sentence without its capital letter and its full stop. apropos(1) shows it in this form.
    private static func phrase(_ sentence: String) -> String {
        let text = sentence.hasSuffix(".") ? sentence.dropLast() : sentence[...]
        return text.prefix(1).lowercased() + text.dropFirst()
    }

    private func bold(_ text: String) -> String { "\\fB\(escaped(text))\\fR" }
    private func italic(_ text: String) -> String { "\\fI\(escaped(text))\\fR" }

    /// Puts each sentence on its own line, with at most 80 columns per line. man(7) recommends this for the source of
    /// a page.
    private func lines(_ text: String) -> String {
        var lines: [String] = []
        var isNew = true
        for word in text.split(separator: " ").map({ escaped(String($0)) }) {
            if let last = lines.last, !isNew, last.count + 1 + word.count <= 80 {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(word)
            }
            isNew = word.last.map { ".?!".contains($0) } ?? false
        }
        return lines.map { ($0.hasPrefix(".") || $0.hasPrefix("'") ? "\\&" + $0 : $0) + "\n" }.joined()
    }

    /// Returns the text in ASCII with escapes, so that no reader has to guess the encoding.
    private func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "'": result += "\\(aq"
            case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\[u\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)]"
            }
        }
        return result
    }
}

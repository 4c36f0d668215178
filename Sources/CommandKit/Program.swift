internal import Glibc

/// A program: its definition, and what it does with a command line.
public struct Program: Sendable {
    public let definition: CommandDefinition
    public let version: String

    public init(_ definition: CommandDefinition, version: String = Program.packageVersion) {
        self.definition = definition
        self.version = version
    }

    /// Of all programs of the package.
    public static let packageVersion = "0.1.0"

    /// Parses the words of this process, runs `body`, and ends the process with its status. Whatever is thrown becomes
    /// one line on standard error.
    ///
    /// A reader that has gone and a file that may not grow are errors of the write (EPIPE, EFBIG), not the end of the
    /// process: by default their signals would end it in the middle of an intake, without a word.
    /// Source: <https://man7.org/linux/man-pages/man7/signal.7.html>.
    public func main(_ body: (ParsedCommand) throws -> ExitStatus) -> Never {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        exit(run(Array(CommandLine.arguments.dropFirst()), body))
    }

    /// - Returns: the exit status.
    func run(_ words: [String], _ body: (ParsedCommand) throws -> ExitStatus) -> Int32 {
        do {
            switch try CommandParser(program: definition).parse(words) {
            case .run(let command): return try body(command).rawValue
            case .help(let command, let path): StandardOutput.write(help(for: command, path: path))
            case .version: StandardOutput.write("\(definition.name) \(version)\n")
            case .man: StandardOutput.write(ManPage(program: self).text)
            case .completion: StandardOutput.write(BashCompletion(program: definition).text)
            }
            return ExitStatus.success.rawValue
        } catch let error as CommandError {
            let hint = error.status == ExitStatus.usage.rawValue ? " (see \(definition.name) --help)" : ""
            StandardError.write("\(definition.name): \(DisplayText.oneLine(error.message))\(hint)\n")
            return error.status
        } catch {
            StandardError.write("\(definition.name): \(DisplayText.oneLine("\(error)"))\n")
            return ExitStatus.failure.rawValue
        }
    }

    func help(for command: CommandDefinition, path: [String]) -> String {
        HelpText(command: command, words: [definition.name] + path).text
    }
}

internal import Glibc

/// A program: its root command, its version, and the rest of its man page.
public struct Program: Sendable {
    let root: Command
    let release: Release
    let manual: @Sendable () -> Manual

    public init(_ root: Command, release: Release, manual: @autoclosure @escaping @Sendable () -> Manual) {
        self.root = root
        self.release = release
        self.manual = manual
    }

    /// Runs the command that this process was started with, and ends the process with the command's exit status. An
    /// error becomes one line on standard error. If a successful command could not write its whole output, the status
    /// is 74 instead. The status does not change if only the reader of the output has gone away.
    ///
    /// If the reader is gone, a write must fail with EPIPE. If a file has reached its size limit, it must fail with
    /// EFBIG. So this method ignores SIGPIPE and SIGXFSZ. By default, these signals would end the process in the
    /// middle of its work and without a message. Source: <https://man7.org/linux/man-pages/man7/signal.7.html>.
    public func main() -> Never {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        let status = run(Array(CommandLine.arguments.dropFirst()))
        exit(status == ExitStatus.success.rawValue ? outputStatus : status)
    }

    private var outputStatus: Int32 {
        guard let failure = StandardOutput.failure else { return ExitStatus.success.rawValue }
        StandardError.write("\(root.name): standard output cannot be written (\(failure)): what was printed is cut\n")
        return ExitStatus.inputOutput.rawValue
    }

    /// - Returns: the exit status.
    func run(_ words: [String]) -> Int32 {
        let name = root.name
        do {
            switch try CommandParser(root: root).parse(words) {
            case .run(let run, let input): return try run(input).rawValue
            case .help(let command, let path): StandardOutput.write(help(for: command, path: path))
            case .version: StandardOutput.write("\(name) \(release.version)\n")
            case .manPage: StandardOutput.write(ManPage(program: root, release: release, manual: manual()).text)
            case .completion: StandardOutput.write(BashCompletion(program: root).text)
            }
            return ExitStatus.success.rawValue
        } catch let error as CommandError {
            let hint = error.status == ExitStatus.usage.rawValue ? " (see \(name) --help)" : ""
            StandardError.write("\(name): \(DisplayText.oneLine(error.message))\(hint)\n")
            return error.status
        } catch {
            StandardError.write("\(name): \(DisplayText.oneLine("\(error)"))\n")
            return ExitStatus.failure.rawValue
        }
    }

    func help(for command: Command, path: [String]) -> String {
        HelpText(command: command, words: [root.name] + path).text
    }
}

import TestSupport
import Testing

@testable import CommandKit

@Suite("Help, man page and completion") struct HelpTextTests {
    @Test("the help of a command, to the letter")
    func help() {
        let expected = """
            Lists the jobs.

            Usage: queue list QUEUE [STATE] [OPTIONS]

            The newest comes first. What is longer than eighty columns is continued on the
            next line, without a word being cut.

            Arguments:
              QUEUE  Which queue.
              STATE  Which state.

            Options:
              --sort ORDER  How to sort. One of: new, old.
              --limit N     How many.
              --all         Also the finished ones.
              --help        Show this help.
              --version     Show the version.

            Examples:
              queue list orders --all
                  Everything about orders.

            """
        #expect(SampleProgram.program.help(for: SampleProgram.list, path: ["list"]) == expected)
    }

    @Test("the help of a program names its commands")
    func commands() {
        let expected = """
            Shows a queue.

            Usage: queue COMMAND

            Commands:
              list      Lists the jobs.
              settings  The settings.

            Options:
              --help     Show this help.
              --version  Show the version.

            """
        #expect(SampleProgram.program.help(for: SampleProgram.definition, path: []) == expected)
    }

    @Test("a name that is too long stands on a line of its own")
    func longName() {
        let command = CommandDefinition(
            "x", "X.", options: [OptionDefinition("--a-very-long-option", value: "WITH_A_VALUE", "What it does.")])
        let text = HelpText(command: command, words: ["x"]).text
        #expect(
            text.contains(
                "\n  --a-very-long-option WITH_A_VALUE\n" + String(repeating: " ", count: 24) + "What it does.\n"))
    }

    @Test("a line of help has 80 columns at most and 80 where the words fit")
    func wrapping() {
        let words = Array(repeating: "слово", count: 40).joined(separator: " ")
        for indent in [0, 2, 24] {
            let lines = HelpText.wrapped(words, indent: indent).split(separator: "\n")
            #expect(lines.allSatisfy { $0.count <= 80 && $0.count > 0 })
            #expect(lines.dropLast().allSatisfy { $0.count > 80 - 6 })
        }
        let exact = String(repeating: "a", count: 39) + " " + String(repeating: "b", count: 40)
        #expect(HelpText.wrapped(exact, indent: 0) == exact + "\n")
        #expect(HelpText.wrapped(exact + "b", indent: 0).split(separator: "\n").count == 2)
    }

    @Test("the man page has its sections, and dashes and backslashes are escaped")
    func manPage() {
        let text = ManPage(program: SampleProgram.program).text
        #expect(text.hasPrefix(".TH QUEUE 1 \"\" \"frontpad-queue 1.2\"\n.SH NAME\nqueue \\- Shows a queue.\n"))
        for part in [
            ".SH SYNOPSIS\n.B queue COMMAND\n", ".SH QUEUE LIST\n.B queue list QUEUE [STATE] [OPTIONS]\n",
            ".SH QUEUE SETTINGS GET\n", ".TP\n.B \\-\\-limit N\nHow many.\n", ".SH EXIT STATUS\n",
        ] {
            #expect(text.contains(part), "\(part)")
        }
        let odd = CommandDefinition("x", "X.", discussion: [".so /etc/passwd", "'quoted", "a\\b"])
        let oddText = ManPage(program: Program(odd)).text
        for line in ["\\&.so /etc/passwd", "\\&'quoted", "a\\eb"] {
            #expect(oddText.contains("\n.PP\n\(line)\n"))
        }
    }

    @Test(
        "bash takes the completion script and completes commands and options with it",
        arguments: [
            (["queue", "s"], "settings"), (["queue", "settings", "g"], "get"), (["queue", "list", "--so"], "--sort"),
            (["queue", "settings", "get", "--v"], "--version"),
        ])
    func completion(words: [String], completed: String) throws {
        let script = BashCompletion(program: SampleProgram.definition).text
        let check = try run("bash", ["-n"], stdin: script)
        #expect(check.status == .exited(0))
        #expect(check.stderr == "")
        let folder = TemporaryDirectory()
        let list = words.joined(separator: " ")
        let result = try run(
            "bash", [],
            stdin: script + "COMP_WORDS=(\(list)); COMP_CWORD=\(words.count - 1); _queue; echo \"${COMPREPLY[*]}\"\n",
            directory: folder.path)
        #expect(result.stdout == completed + "\n")
        #expect(result.stderr == "")
    }
}

import TestSupport
import Testing

@testable import CommandKit

@Suite("Help and completion", .ownThread) struct HelpTextTests {
    @Test("the help of a command has this exact text")
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
              --limit N     How many. Default: 3.
              --from N      Where to begin.
              --name TEXT   Only with this name.
              --all         Also the finished ones.
              --db PATH     The database.
              --help        Show this help.
              --version     Show the version.

            Examples:
              queue list orders --name "В пути"
                  Everything about orders.

            """
        #expect(SampleProgram.program.help(for: SampleProgram.list, path: ["list"]) == expected)
    }

    @Test("the help of a program lists its commands by section")
    func commands() {
        let expected = """
            Shows a queue.

            Usage: queue COMMAND [OPTIONS]

            Look:
              list      Lists the jobs.

            Act:
              settings  The settings.

            Options:
              --help     Show this help.
              --version  Show the version.

            """
        #expect(SampleProgram.program.help(for: SampleProgram.root, path: []) == expected)
    }

    @Test("a name that is too long has a line of its own")
    func longName() {
        let option = Option("--a-very-long-option", "WITH_A_VALUE", "What it does.")
        let command = Command("x", "X.", parameters: [option]) { (_, _: NoContext) in .success }
        let text = HelpText(command: command, words: ["x"]).text
        #expect(
            text.contains(
                "\n  --a-very-long-option WITH_A_VALUE\n" + String(repeating: " ", count: 24) + "What it does.\n"))
    }

    @Test("a line of help has at most 80 columns, and uses them")
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

    @Test(
        "bash accepts the completion script and completes commands and options with it",
        arguments: [
            (["queue", "s"], "settings"), (["queue", "settings", "g"], "get"), (["queue", "list", "--so"], "--sort"),
            (["queue", "settings", "get", "--v"], "--version"),
        ])
    func completion(words: [String], completed: String) throws {
        let script = BashCompletion(program: SampleProgram.root).text
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

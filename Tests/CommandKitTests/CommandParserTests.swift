import Testing

@testable import CommandKit

@Suite("Parsing a command line") struct CommandParserTests {
    private static func parsed(_ words: [String]) throws -> ParsedCommand {
        let result = try CommandParser(program: SampleProgram.definition).parse(words)
        guard case .run(let command) = result else { throw CommandError.usage("not a command: \(result)") }
        return command
    }

    @Test(
        "options may stand before, between and after the arguments, with a space or an equals sign",
        arguments: [
            ["list", "--sort", "old", "--all", "orders", "failed"],
            ["list", "orders", "--sort=old", "failed", "--all"],
            ["list", "orders", "failed", "--all", "--sort=old"],
        ])
    func options(words: [String]) throws {
        let command = try Self.parsed(words)
        #expect(command.path == ["list"])
        #expect(command.arguments == ["orders", "failed"])
        #expect(command.value("--sort") == "old")
        #expect(command.flag("--all"))
        #expect(command.value("--limit") == nil)
        #expect(command.argument(1) == "failed")
        #expect(command.argument(2) == nil)
    }

    @Test("after two dashes everything is an argument, and one dash always is")
    func dashes() throws {
        #expect(try Self.parsed(["list", "--", "--all", "--help"]).arguments == ["--all", "--help"])
        #expect(try Self.parsed(["list", "-", "--"]).arguments == ["-"])
    }

    @Test("a value may be empty, hold an equals sign, or begin with dashes")
    func values() throws {
        #expect(try Self.parsed(["list", "q", "--limit="]).value("--limit") == "")
        #expect(try Self.parsed(["list", "q", "--limit=a=b"]).value("--limit") == "a=b")
        #expect(try Self.parsed(["list", "q", "--limit", "--all"]).value("--limit") == "--all")
    }

    @Test("subcommands may lie below subcommands")
    func subcommands() throws {
        let command = try Self.parsed(["settings", "get", "list"])
        #expect(command.path == ["settings", "get"])
        #expect(command.arguments == ["list"])
    }

    @Test(
        "what is wrong is said together with what was meant",
        arguments: [
            ([], "which command? One of: list, settings"),
            (["lits"], "there is no command «lits»; did you mean «list»?"),
            (["settings"], "which command? One of: get, reset"),
            (["settings", "rest"], "there is no command «rest»; did you mean «reset»?"),
            (["list"], "QUEUE is missing"), (["list", "a", "b", "c"], "«c» is one argument too many"),
            (["list", "a", "--al"], "there is no option --al; did you mean «--all»?"),
            (["list", "a", "-x"], "there is no option -x"), (["list", "a", "--all=1"], "--all takes no value"),
            (["list", "a", "--limit"], "--limit needs a value: --limit N"),
            (["list", "a", "--sort", "nwe"], "--sort must be one of new, old, not «nwe»; did you mean «new»?"),
            (["list", "a", "--limit=1", "--limit=2"], "--limit was given twice"),
            (["settings", "reset", "--all"], "there is no option --all"),
            (["--completion", "zsh"], "--completion must be one of bash, not «zsh»"),
        ])
    func wrong(words: [String], message: String) {
        let error = #expect(throws: CommandError.self) {
            try CommandParser(program: SampleProgram.definition).parse(words)
        }
        #expect(error?.message.hasPrefix(message) == true, "\(String(describing: error))")
        #expect(error?.status == 64)
    }

    @Test("help, version, man page and completion need no arguments")
    func shown() throws {
        let parser = CommandParser(program: SampleProgram.definition)
        for words in [["list", "--help"], ["list", "-h"], ["list", "a", "--help"]] {
            guard case .help(let command, ["list"]) = try parser.parse(words), command.name == "list" else {
                Issue.record("\(words) is not help for list")
                continue
            }
        }
        guard case .version = try parser.parse(["--version"]) else { throw CommandError.usage("--version") }
        guard case .man = try parser.parse(["--man"]) else { throw CommandError.usage("--man") }
        guard case .completion("bash") = try parser.parse(["--completion", "bash"]) else {
            throw CommandError.usage("--completion")
        }
    }

    @Test("a number outside its range is refused with the range")
    func integers() throws {
        #expect(try Self.parsed(["list", "q", "--limit", "5"]).integer("--limit", in: 1...5) == 5)
        #expect(try Self.parsed(["list", "q"]).integer("--limit", in: 1...5) == nil)
        for text in ["0", "6", "x", "", "1.0"] {
            let command = try Self.parsed(["list", "q", "--limit", text])
            let error = #expect(throws: CommandError.self) { try command.integer("--limit", in: 1...5) }
            #expect(error?.message == "--limit must be a whole number from 1 to 5, not «\(text)»")
        }
    }
}

import Testing

@testable import CommandKit

@Suite("Parsing a command line") struct CommandParserTests {
    private typealias Sample = SampleProgram

    private static func parsed(_ words: [String]) throws -> Input {
        let request = try CommandParser(root: Sample.root).parse(words)
        guard case .run(_, let input) = request else { throw CommandError.usage("not a command: \(request)") }
        return input
    }

    @Test(
        "options may come before, between and after the arguments, with a space or an equals sign",
        arguments: [
            ["list", "--sort", "old", "--all", "orders", "failed"],
            ["list", "orders", "--sort=old", "failed", "--all"],
            ["list", "orders", "failed", "--all", "--sort=old"],
        ])
    func options(words: [String]) throws {
        let input = try Self.parsed(words)
        #expect(input[Sample.queue] == "orders")
        #expect(input[Sample.state] == "failed")
        #expect(input[Sample.sort] == .old)
        #expect(input[Sample.all])
        #expect(input[Sample.name] == nil)
    }

    @Test(
        "options of a command may come before it",
        arguments: [
            ["--sort", "old", "--all", "list", "orders"], ["--all", "list", "--sort", "old", "orders"],
            ["--sort=old", "--db", "list", "list", "--all", "orders"],
        ])
    func early(words: [String]) throws {
        let input = try Self.parsed(words)
        #expect(input[Sample.queue] == "orders")
        #expect(input[Sample.sort] == .old)
        #expect(input[Sample.all])
        #expect(input[Journal.db] == (words.contains("--db") ? "list" : nil))
    }

    @Test("an option before the command has the meaning that it has for the command")
    func sameName() throws {
        #expect(try Self.parsed(["--sort", "high", "settings", "reset"])[Sample.otherSort] == .high)
        #expect(try Self.parsed(["--sort", "old", "list", "q"])[Sample.sort] == .old)
    }

    @Test("everything after two dashes is an argument, and one dash always is")
    func dashes() throws {
        let input = try Self.parsed(["list", "--", "--all", "--help"])
        #expect(input[Sample.queue] == "--all")
        #expect(input[Sample.state] == "--help")
        #expect(!input[Sample.all])
        #expect(try Self.parsed(["list", "-", "--"])[Sample.queue] == "-")
    }

    @Test("a value may be empty, contain an equals sign, or begin with dashes")
    func values() throws {
        #expect(try Self.parsed(["list", "q", "--name="])[Sample.name] == "")
        #expect(try Self.parsed(["list", "q", "--name=a=b"])[Sample.name] == "a=b")
        #expect(try Self.parsed(["list", "q", "--name", "--all"])[Sample.name] == "--all")
    }

    @Test(
        "an error names the mistake and the likely intention",
        arguments: [
            ([], "a command is missing: one of list, settings"),
            (["lits"], "unknown command «lits»; did you mean «list»?"),
            (["settings"], "a command is missing: one of get, reset"),
            (["settings", "rest"], "unknown command «rest»; did you mean «reset»?"),
            (["settings", "get", "x"], "KEY must be a whole number of at least 1, not «x»"),
            (["list"], "QUEUE is missing"), (["list", "a", "b", "c"], "unexpected argument «c»"),
            (["list", "a", "--al"], "unknown option --al; did you mean «--all»?"),
            (["list", "a", "-x"], "unknown option -x"), (["list", "a", "--all=1"], "--all takes no value"),
            (["list", "a", "--limit"], "--limit needs a value: --limit N"),
            (["list", "a", "--sort", "nwe"], "--sort must be one of new, old, not «nwe»; did you mean «new»?"),
            (["list", "a", "--limit=1", "--limit=2"], "--limit was given twice"),
            (["--limit=1", "list", "a", "--limit=2"], "--limit was given twice"),
            (["settings", "get", "1", "--all"], "unknown option --all"),
            (["--all", "settings", "get", "1"], "unknown option --all"),
            (["--all", "settings", "reset"], "--all must stand after reset"),
            (["settings", "reset", "--all"], "--all needs a value: --all TEXT"),
            (["--sort", "old", "settings", "reset"], "--sort must be one of low, high, not «old»"),
            (["--sort", "high", "list", "q"], "--sort must be one of new, old, not «high»"),
            (["--al", "list", "a"], "unknown option --al; did you mean «--all»?"),
            (["--completion", "zsh"], "--completion must be one of bash, not «zsh»"),
        ])
    func wrong(words: [String], message: String) {
        let error = #expect(throws: CommandError.self) { try CommandParser(root: Sample.root).parse(words) }
        #expect(error?.message.hasPrefix(message) == true, "\(String(describing: error))")
        #expect(error?.status == 64)
    }

    @Test("help, version, man page and completion need no arguments")
    func shown() throws {
        let parser = CommandParser(root: Sample.root)
        for words in [
            ["list", "--help"], ["list", "-h"], ["list", "a", "--help"], ["--db", "x", "list", "--help"],
        ] {
            guard case .help(let command, ["list"]) = try parser.parse(words), command.name == "list" else {
                Issue.record("\(words) is not help for list")
                continue
            }
        }
        guard case .help(let group, ["settings"]) = try parser.parse(["settings", "--help"]), group.name == "settings"
        else { throw CommandError.usage("settings --help") }
        guard case .version = try parser.parse(["--version"]) else { throw CommandError.usage("--version") }
        guard case .manPage = try parser.parse(["--man"]) else { throw CommandError.usage("--man") }
        guard case .completion = try parser.parse(["--completion", "bash"]) else {
            throw CommandError.usage("--completion")
        }
        guard case .completion = try parser.parse(["--completion=bash"]) else {
            throw CommandError.usage("--completion=")
        }
    }

    @Test("a number has its default, and a number outside its range is refused with the range")
    func integers() throws {
        #expect(try Self.parsed(["list", "q", "--limit", "5"])[Sample.limit] == 5)
        #expect(try Self.parsed(["list", "q"])[Sample.limit] == 3)
        #expect(try Self.parsed(["list", "q", "--from", "7"])[Sample.from] == 7)
        #expect(try Self.parsed(["list", "q"])[Sample.from] == nil)
        for text in ["0", "6", "x", "", "1.0"] {
            let error = #expect(throws: CommandError.self) { try Self.parsed(["list", "q", "--limit", text]) }
            #expect(error?.message == "--limit must be a whole number from 1 to 5, not «\(text)»")
        }
        #expect(try Self.parsed(["settings", "get", "17"])[Sample.key] == 17)
        let error = #expect(throws: CommandError.self) { try Self.parsed(["list", "q", "--from", "0"]) }
        #expect(error?.message == "--from must be a whole number of at least 1, not «0»")
    }

    @Test("a command that reads an undeclared parameter ends the process")
    func undeclared() async throws {
        await #expect(processExitsWith: .failure) {
            _ = try Self.parsed(["settings", "reset"])[Sample.queue]
        }
    }
}

import Testing

@testable import CommandKit

@Suite("A program") struct ProgramTests {
    private struct Other: Error {}

    private func run(_ words: [String], _ record: Journal.Record) -> Int32 {
        Journal.$record.withValue(record) { SampleProgram.program.run(words) }
    }

    private func ending(_ words: [String], with end: @escaping @Sendable (Input) throws -> CommandKit.ExitStatus)
        -> Int32
    {
        run(words, Journal.Record(end))
    }

    @Test("exits with the status of the command that ran")
    func status() {
        #expect(ending(["list", "q"]) { _ in .success } == 0)
        #expect(ending(["list", "q"]) { _ in .tryAgain } == 75)
    }

    @Test("runs the named command once, with one context and its input")
    func once() {
        let record = Journal.Record { input in
            #expect(input[SampleProgram.queue] == "q")
            #expect(input[SampleProgram.state] == "new")
            #expect(input[Journal.db] == "x.db")
            return .success
        }
        #expect(run(["list", "q", "new", "--db", "x.db"], record) == 0)
        #expect(record.ran == ["list"])
        #expect(record.contexts == 1)
    }

    @Test("finds a command in a nested group")
    func subcommands() {
        let record = Journal.Record { _ in .success }
        #expect(run(["settings", "get", "17"], record) == 0)
        #expect(run(["settings", "reset"], record) == 0)
        #expect(record.ran == ["get", "reset"])
    }

    @Test("exits with the status of the error, or with 1 if the error has none")
    func thrown() {
        #expect(ending(["list", "q"]) { _ in throw CommandError(.noInput, "a: gone") } == 66)
        #expect(ending(["list", "q"]) { _ in throw CommandError(status: 42, "of another program") } == 42)
        #expect(ending(["list", "q"]) { _ in throw Other() } == 1)
    }

    @Test("runs nothing if the command line is wrong or its context cannot be made")
    func usage() {
        let record = Journal.Record { _ in .success }
        #expect(run(["list"], record) == 64)
        #expect(run(["list", "q", "--limit", "9"], record) == 64)
        #expect(record.contexts == 0)
        #expect(run(["list", "q", "--db", "missing"], record) == 78)
        #expect(record.ran == [])
    }

    @Test("may be one command without subcommands")
    func single() {
        let program = Program(
            Command("copy", "Copies a file.", parameters: [SampleProgram.queue]) { (input, _: NoContext) in
                input[SampleProgram.queue] == "a" ? .success : .data
            }, release: SampleProgram.release, manual: SampleProgram.manual)
        #expect(program.run(["a"]) == 0)
        #expect(program.run(["b"]) == 65)
        #expect(program.run([]) == 64)
    }

    @Test("may have commands that need no context and do not accept its options")
    func withoutContext() {
        let program = Program(
            Command(
                "queue", "Shows a queue.",
                commands: [SampleProgram.list, Command("about", "Says.") { (_, _: NoContext) in .data }]),
            release: SampleProgram.release, manual: SampleProgram.manual)
        let record = Journal.Record { _ in .success }
        Journal.$record.withValue(record) {
            #expect(program.run(["about"]) == 65)
            #expect(program.run(["about", "--db", "missing"]) == 64)
        }
        #expect(record.contexts == 0)
    }
}

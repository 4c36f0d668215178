import Testing

@testable import CommandKit

@Suite("A program") struct ProgramTests {
    private struct Other: Error {}
    private let program = SampleProgram.program

    @Test("ends with the status of what it ran")
    func status() {
        #expect(program.run(["list", "q"]) { _ in .success } == 0)
        #expect(program.run(["list", "q"]) { _ in .tryAgain } == 75)
    }

    @Test("hands over the command that was parsed, once")
    func body() {
        var seen: [[String]] = []
        _ = program.run(["list", "q", "new"]) { command in
            seen.append(command.path + command.arguments)
            return .success
        }
        #expect(seen == [["list", "q", "new"]])
    }

    @Test("ends with the status of what was thrown, 1 where that has none")
    func thrown() {
        #expect(program.run(["list", "q"]) { _ in throw CommandError(.noInput, "a: gone") } == 66)
        #expect(program.run(["list", "q"]) { _ in throw CommandError(status: 42, "of another program") } == 42)
        #expect(program.run(["list", "q"]) { _ in throw Other() } == 1)
    }

    @Test("does nothing where the command line is wrong")
    func usage() {
        let status = program.run(["list"]) { _ in
            Issue.record("it ran")
            return .success
        }
        #expect(status == 64)
    }
}

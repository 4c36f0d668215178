import ChildProcess
import TestSupport
import Testing

@Suite("A program that cannot be started", .ownThread)
struct StartTests {
    @Test("a missing path is reported")
    func missingPath() {
        let error = #expect(throws: ChildProcessError.self) { try ChildProcess("/nonexistent/tool").run() }
        #expect(error == .notFound(program: "/nonexistent/tool"))
        #expect(error?.description.contains("check the path") == true)
    }

    @Test("a missing name is reported with a hint at PATH")
    func missingName() async {
        let error = await #expect(throws: ChildProcessError.self) {
            try await ChildProcess("no-such-frontpad-tool").runInBackground()
        }
        #expect(error == .notFound(program: "no-such-frontpad-tool"))
        #expect(error?.description.contains("PATH") == true)
    }

    @Test("a file without the execute permission is reported with a hint at chmod")
    func notExecutable() {
        let folder = TemporaryDirectory()
        let path = folder.path(of: "tool")
        Files.write("#!/bin/sh\n".utf8, to: path, mode: 0o600)
        let error = #expect(throws: ChildProcessError.self) { try ChildProcess(path).run() }
        #expect(error == .notExecutable(program: path))
        #expect(error?.description.contains("chmod +x") == true)
    }

    @Test("a folder is not a program")
    func folder() {
        let folder = TemporaryDirectory()
        #expect(throws: ChildProcessError.notExecutable(program: folder.path)) { try ChildProcess(folder.path).run() }
    }

    @Test("a script without an interpreter line is reported")
    func noInterpreterLine() {
        let folder = TemporaryDirectory()
        let path = folder.path(of: "tool")
        Files.write("echo hello\n".utf8, to: path, mode: 0o700)
        let error = #expect(throws: ChildProcessError.self) { try ChildProcess(path).run() }
        #expect(error == .notAProgram(program: path))
        #expect(error?.description.contains("#!/bin/sh") == true)
    }

    @Test("a NUL byte in an argument is refused, and does not cut the argument")
    func containsNUL() {
        #expect(throws: ChildProcessError.containsNUL) { try ChildProcess("echo", arguments: ["a\0b"]).run() }
    }

    @Test("if the arguments are too long for the system, its error is reported")
    func tooLong() {
        let long = String(repeating: "x", count: 3 << 20)
        #expect(throws: ChildProcessError.refused(program: "echo", reason: "Argument list too long")) {
            try ChildProcess("echo", arguments: [long]).run()
        }
    }
}

import ChildProcess
import Testing

@Suite("A child's environment")
struct ChildEnvironmentTests {
    private func names(_ variables: [String], adding own: [String: String] = [:]) -> [String] {
        ChildEnvironment.inherited(from: variables.map { Array($0.utf8) }, adding: own).entries
            .map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(
        "secrets are not inherited",
        arguments: [
            "FRONTPAD_SECRET=x", "CREDENTIALS_DIRECTORY=/run/x", "DB_PASSWORD=x", "GITHUB_TOKEN=x", "my_secret_key=x",
            "Token=x", "SECRET",
        ])
    func secrets(variable: String) {
        #expect(names(["A=1", variable, "B=2"]) == ["A=1", "B=2"])
    }

    @Test("only names are checked for secrets: a value may contain any word")
    func values() {
        #expect(names(["NOTE=SECRET TOKEN PASSWORD"]) == ["NOTE=SECRET TOKEN PASSWORD"])
    }

    @Test("an added variable replaces an inherited one, and is passed even if its name looks like a secret")
    func added() {
        #expect(names(["A=1", "B=2"], adding: ["A": "3", "X_TOKEN": "4"]) == ["B=2", "A=3", "X_TOKEN=4"])
    }

    @Test("values that are not text are passed byte by byte")
    func bytes() {
        let entry: [UInt8] = Array("A=".utf8) + [0xFF, 0xFE]
        #expect(ChildEnvironment.inherited(from: [entry], adding: [:]).entries == [entry])
    }

    @Test("the child sees the parent's variables and the added ones")
    func child() throws {
        let result = try ChildProcess(
            "/bin/sh", arguments: ["-c", #"test -n "$PATH" && echo "$ORDER""#],
            environment: .inherited(adding: ["ORDER": "пицца = 1"])
        ).run()
        #expect(result.standardOutput.text == "пицца = 1\n")
    }
}

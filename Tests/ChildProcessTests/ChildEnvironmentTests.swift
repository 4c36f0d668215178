import ChildProcess
import Testing

@Suite("A child's environment")
struct ChildEnvironmentTests {
    private func names(_ variables: [String], adding own: [String: String] = [:]) -> [String] {
        ChildEnvironment.inherited(from: variables.map { Array($0.utf8) }, adding: own).entries
            .map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(
        "has only what a program needs, so that no secret reaches it",
        arguments: [
            "FRONTPAD_SECRET=x", "CREDENTIALS_DIRECTORY=/run/x", "AWS_ACCESS_KEY_ID=x", "DATABASE_URL=mysql://u:p@h/d",
            "LD_PRELOAD=/tmp/x.so", "Path=x", "SECRET",
        ])
    func secrets(variable: String) {
        #expect(names(["PATH=1", variable, "LC_ALL=2"]) == ["PATH=1", "LC_ALL=2"])
    }

    @Test("has the variables that the administrator names") func named() {
        let variables = ["PATH=1", "SHOP=2", "MODX_CONFIG=3", "FRONTPAD_CHILD_VARIABLES=SHOP, MODX_CONFIG"]
        #expect(names(variables) == ["PATH=1", "SHOP=2", "MODX_CONFIG=3"])
    }

    @Test("an added variable replaces an inherited one, and is passed even if its name looks like a secret")
    func added() {
        #expect(names(["TZ=1", "PATH=2"], adding: ["TZ": "3", "X_TOKEN": "4"]) == ["PATH=2", "TZ=3", "X_TOKEN=4"])
    }

    @Test("values that are not text are passed byte by byte")
    func bytes() {
        let entry: [UInt8] = Array("TZ=".utf8) + [0xFF, 0xFE]
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

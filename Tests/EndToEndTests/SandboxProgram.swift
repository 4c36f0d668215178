import JSON
import TestSupport

/// A running frontpad-sandbox and its client. The sandbox's clock stands still unless a test moves it.
final class SandboxProgram: Sendable {
    /// The sandbox did not do what the test needs.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let client: LoopbackClient
    let program: RunningProgram

    /// - Parameter filesMayGrow: if false, every write to a file fails with EFBIG.
    init(_ arguments: [String] = [], filesMayGrow: Bool = true) throws {
        let path = Programs.path(named: "frontpad-sandbox")
        let environment = ["TZ": "UTC"]
        if filesMayGrow {
            program = try RunningProgram(path, arguments, environment: environment)
        } else {
            let limited = "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\""
            program = try RunningProgram("sh", ["-c", limited, path] + arguments, environment: environment)
        }
        let line = try program.line(containing: "listening on http://127.0.0.1:")
        guard let port = line.split(separator: ":").last.flatMap({ Int($0) }) else {
            throw Failure(description: "no port in “\(line)”")
        }
        client = LoopbackClient(port: port)
        try control("clock", ["running": false])
    }

    /// Calls a method of the API with the right secret.
    func call(_ method: String, _ form: String = "", secret: String = "sandbox") throws -> JSON {
        try JSON.parse(client.request("POST", "/api/index.php?\(method)", body: body(form, secret)).body)
    }

    /// Calls a method and returns how the connection ended.
    func raw(_ method: String, _ form: String = "", seconds: Int = 60) -> LoopbackClient.RawAnswer {
        let body = body(form, "sandbox")
        let head =
            "POST /api/index.php?\(method) HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: \(body.count)\r\n\r\n"
        return client.send(Array(head.utf8) + body, seconds: seconds)
    }

    @discardableResult
    func control(_ name: String, _ json: JSON) throws -> JSON {
        let answer = try client.request("POST", "/sandbox/\(name)", body: Array(json.serialized().utf8))
        guard answer.status == 200 else { throw Failure(description: answer.text) }
        return try JSON.parse(answer.body)
    }

    /// Returns one of the lists that the sandbox has under `/sandbox/`, such as its requests, webhooks, orders or
    /// state.
    func state(_ name: String) throws -> JSON {
        try JSON.parse(client.request("GET", "/sandbox/\(name)").body)
    }

    func orders() throws -> [JSON] { try state("orders").array ?? [] }

    func advance(milliseconds: Int) throws { try control("clock", ["advance_milliseconds": .number(milliseconds)]) }

    private func body(_ form: String, _ secret: String) -> [UInt8] {
        Array("secret=\(secret)\(form.isEmpty ? "" : "&")\(form)".utf8)
    }
}

extension JSON {
    /// The code of an error answer.
    var errorCode: String? { self["result"]?.string == "error" ? self["error"]?.string : nil }
}

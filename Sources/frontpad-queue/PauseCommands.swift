internal import CommandKit
internal import Glibc
internal import JSON
internal import JobQueue
internal import SQLite

/// `frontpad-queue pause` and `frontpad-queue resume`.
struct PauseCommands {
    private let console: Console
    private var queue: String { console.command.argument(0) ?? "" }

    init(_ console: Console) { self.console = console }

    func pause() throws -> ExitStatus {
        let reason = console.command.value("--reason") ?? ""
        guard !reason.isEmpty else { throw CommandError.usage("say why: --reason TEXT") }
        let person = console.command.value("--by") ?? PauseCommands.person
        try console.write { try console.queue.pause(queue, by: person, reason: reason, in: $0) }
        return try show("paused")
    }

    func resume() throws -> ExitStatus {
        guard try console.write({ try console.queue.resume(queue, in: $0) }) else {
            throw CommandError(.failure, "the queue «\(queue)» is not paused")
        }
        return try show("resumed")
    }

    private func show(_ word: String) throws -> ExitStatus {
        let (controls, backlog) = try console.read { connection in
            (try console.queue.controls(on: connection), try console.queue.backlog(on: connection))
        }
        let waiting = backlog.counts[.available]?[queue] ?? 0
        if console.isJSON {
            let control = controls.first { $0.queue == queue }
            console.print(.object(control?.json ?? ["name": .string(queue)]))
        } else {
            console.print("queue \(queue): \(word), \(waiting) jobs of it may run now but for a pause")
        }
        return .success
    }

    /// Who is at the keyboard, as far as the environment knows.
    private static var person: String {
        for name in ["SUDO_USER", "LOGNAME", "USER"] {
            if let value = getenv(name), value.pointee != 0 { return String(cString: value) }
        }
        return "user \(getuid())"
    }
}

extension QueueControl {
    /// Under the column names of `queues`.
    var json: JSON.Object {
        [
            "name": .string(queue), "paused_at": JSON(pause?.since), "paused_by": JSON(pause?.by),
            "pause_reason": JSON(pause?.reason), "concurrency": JSON(concurrency.map(Int64.init)),
        ]
    }
}

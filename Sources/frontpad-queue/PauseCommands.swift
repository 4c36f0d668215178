internal import CommandKit
internal import Glibc
internal import JSON
internal import JobQueue
internal import OrderSync
internal import Product
internal import SQLite
internal import Suggestions

/// The command `frontpad-queue pause`.
enum PauseCommand {
    private static let queue = Argument("QUEUE", "The queue's name, as status shows it.", among: QueueName.all)
    private static let reason = Option("--reason", "TEXT", "Why; status shows it. Required.")
    private static let by = Option("--by", "NAME", "Who pauses it. Default: the user who runs the command.")

    static let command = Command(
        "pause", "Stop starting jobs of a queue, in every worker, until the queue is resumed.",
        discussion: ["Jobs that are running go on. A worker with --drain does not wait for a paused queue."],
        parameters: [queue, reason, by, SharedOptions.json],
        examples: [Example("frontpad-queue pause crm --reason \"the kitchen moves\"", "Send no orders.")]
    ) { (input, console: Console) in
        let reason = input[reason] ?? ""
        guard !reason.isEmpty else { throw CommandError.usage("say why: --reason TEXT") }
        let queue = input[queue]
        try console.write { try console.queue.pause(queue, by: input[by] ?? user, reason: reason, in: $0) }
        return try Pausing.show(queue, "paused", input, console)
    }

    /// The name of the user at the keyboard, even with sudo.
    private static var user: String {
        for name in ["SUDO_USER", "LOGNAME", "USER"] {
            if let value = getenv(name), value.pointee != 0 { return String(cString: value) }
        }
        // cron and containers set none of these variables, so ask the system.
        guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else { return "user \(getuid())" }
        return String(cString: name)
    }
}

/// The command `frontpad-queue resume`.
enum ResumeCommand {
    /// An older version could pause a name that belongs to no queue. It must be possible to resume such a name, so the
    /// argument has no fixed choices.
    private static let queue = Argument(
        "QUEUE", "The queue's name, as status shows it: \(QueueName.all.joined(separator: ", ")).")

    static let command = Command(
        "resume", "Start jobs of a paused queue again.", parameters: [queue, SharedOptions.json],
        examples: [Example("frontpad-queue resume crm", "Send orders again.")]
    ) { (input, console: Console) in
        let queue = input[queue]
        guard try console.write({ try console.queue.resume(queue, in: $0) }) else {
            guard QueueName.all.contains(queue) else {
                throw CommandError.usage(
                    "there is no queue «\(queue)», only \(QueueName.all.joined(separator: ", "))"
                        + Suggestion.phrase(for: queue, among: QueueName.all))
            }
            throw CommandError(.failure, "the queue «\(queue)» is not paused")
        }
        return try Pausing.show(queue, "resumed", input, console)
    }
}

private enum Pausing {
    static func show(_ queue: String, _ result: String, _ input: Input, _ console: Console) throws -> ExitStatus {
        let (controls, backlog) = try console.read { connection in
            (try console.queue.controls(on: connection), try console.queue.backlog(on: connection))
        }
        let waiting = backlog.counts[.available]?[queue] ?? 0
        if input[SharedOptions.json] {
            let control = controls.first { $0.queue == queue }
            console.print(.object(control?.json ?? ["name": .string(queue)]))
        } else {
            console.print("queue \(queue): \(result); jobs that are ready to run: \(waiting)")
        }
        return .success
    }
}

extension QueueControl {
    /// The queue's settings as JSON, with the column names of `queues`.
    var json: JSON.Object {
        [
            "name": .string(queue), "paused_at": JSON(pause?.since), "paused_by": JSON(pause?.by),
            "pause_reason": JSON(pause?.reason), "concurrency": JSON(concurrency.map(Int64.init)),
        ]
    }
}

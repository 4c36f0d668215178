internal import Intake
internal import JobQueue
internal import SQLite
internal import Shop

/// The reason why orders wait.
enum WaitingCause: Sendable, Hashable {
    /// The CRM refuses the account, or the database was restored. Each of these causes has its own e-mail.
    case toldAlready
    /// - Parameter error: the error of the last attempt.
    case unreachable(error: String)
    /// The CRM received an order but did not answer.
    case silent
    case paused(by: String)
    case noSecret
    case unknown

    var isToldAlready: Bool { self == .toldAlready }

    /// The cause as the end of a sentence.
    var message: Message {
        switch self {
        case .unreachable: AlarmMessages.unreachable
        case .silent: AlarmMessages.silent
        case .paused: AlarmMessages.paused
        case .noSecret: AlarmMessages.noSecret
        case .toldAlready, .unknown: AlarmMessages.tooSlow
        }
    }

    /// The line for the administrator.
    var command: Message {
        switch self {
        case .paused: .administrator(AlarmMessages.resume, "frontpad-queue resume \(QueueName.crm)")
        case .noSecret: .administrator(AlarmMessages.setSecret, AlarmMessages.secretCommand)
        case .toldAlready, .unreachable, .silent, .unknown:
            .administrator(AlarmMessages.lookForCause, "frontpad-queue status")
        }
    }

    static func find(queue: JobQueue, on connection: Connection) throws(SQLiteError) -> WaitingCause {
        if try SendingPause.read(on: connection) != nil { return .toldAlready }
        if let breaker = try AccountBreaker.read(on: connection) {
            return breaker.reason == AccountBreaker.noAnswer ? .silent : .toldAlready
        }
        for control in try queue.controls(on: connection) where control.queue == QueueName.crm {
            if let pause = control.pause { return .paused(by: pause.by) }
        }
        if Secret.find(try Settings.read(on: connection)) == nil { return .noSecret }
        if let retried = try queue.retrying(on: connection)[SendOrderJob.kind] {
            return .unreachable(error: retried.error)
        }
        return .unknown
    }
}

internal import Glibc
internal import JSON
internal import Synchronization

/// What came of each `new_order` request, in a file that outlives the sandbox: from it follows which orders were cut
/// off, that is, had bytes on the way and got no readable answer.
///
/// One JSON object on a line: `request` (one connection), `event` and, for `received`, `name` (the order's). A request
/// that is `received` and never `answered` was cut off. The lines are not forced to the disk: they outlive the process,
/// not the machine.
final class RequestJournal: Sendable {
    enum Event: String, Sendable {
        /// The request has come, or at least a part of it that names its order.
        case received
        /// A readable answer has gone out, and the client has taken all of it.
        case answered
    }

    private let descriptor: CInt
    private let count = Mutex(0)

    /// - Throws: ``OrdersFile/Failure`` where the file cannot be opened.
    init(path: String) throws(OrdersFile.Failure) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw OrdersFile.Failure(description: "cannot open \(path): \(String(cString: strerror(errno)))")
        }
    }

    /// - Returns: the request's own name for later events.
    func received(orderNamed name: String?) -> String {
        let number = count.withLock { count in
            count += 1
            return count
        }
        let request = "\(getpid())-\(number)"
        write(["request": .string(request), "event": .string(Event.received.rawValue), "name": JSON(name)])
        return request
    }

    func answered(_ request: String) {
        write(["request": .string(request), "event": .string(Event.answered.rawValue)])
    }

    private func write(_ line: JSON) {
        let bytes = Array((line.serialized() + "\n").utf8)
        // One call: a line is there as a whole or not at all, also when the process is killed.
        _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }
}

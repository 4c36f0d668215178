internal import Glibc
internal import JSON
internal import Synchronization

/// Records the outcome of each `new_order` request in a file that outlives the sandbox. The file shows which orders
/// were cut off: bytes had arrived, but no readable answer was sent.
///
/// Each line is a JSON object with `request` (one connection), `event` and, for `received`, `name` (the order's name).
/// A request that was `received` but not `answered` was cut off. The lines are not synced: they survive the death of
/// the process, but not a crash of the machine.
final class RequestJournal: Sendable {
    enum Event: String, Sendable {
        /// The request has arrived, or at least the part that names its order.
        case received
        /// A readable answer was sent, and the client has read all of it.
        case answered
    }

    private let descriptor: CInt
    private let count = Mutex(0)

    /// - Throws: ``OrdersFile/Failure`` if the file cannot be opened.
    init(path: String) throws(OrdersFile.Failure) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw OrdersFile.Failure(description: "cannot open \(path): \(String(cString: strerror(errno)))")
        }
    }

    /// - Returns: the name of the request, for its later events.
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
        // Use one call. So even if the process is killed, the line is written as a whole or not at all.
        _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }
}

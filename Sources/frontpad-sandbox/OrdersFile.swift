internal import Glibc
internal import JSON

/// Stores the created orders in a file, one JSON object per line. An order is on the disk before its request is
/// answered. A later status change is another line with `order_id` and `status`.
struct OrdersFile: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let path: String
    private let descriptor: CInt

    /// Opens the file, or creates it.
    ///
    /// - Returns: the file and its orders, oldest first. If a crash has left an unfinished last line, that line is
    ///   removed.
    /// - Throws: ``Failure`` if the file cannot be opened, if another running sandbox uses it, or if it contains a
    ///   line that the sandbox did not write.
    static func open(_ path: String) throws(Failure) -> (file: OrdersFile, orders: [Order]) {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("cannot open \(path)") }
        // Two sandboxes would give the same ids to different orders.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw failure("cannot lock \(path)") }
        let file = OrdersFile(path: path, descriptor: descriptor)
        return (file, try file.load())
    }

    func append(_ order: Order) throws(Failure) { try append(order.json) }

    func appendStatus(_ status: Int, of order: Order) throws(Failure) {
        try append(["order_id": .string(String(order.id)), "status": .number(status)])
    }

    private func append(_ line: JSON) throws(Failure) {
        let bytes = Array((line.serialized() + "\n").utf8)
        let before = lseek(descriptor, 0, SEEK_END)
        guard write(bytes), fdatasync(descriptor) == 0 else {
            let error = Self.failure("cannot write \(path)")
            // Remove what was written. Half a line would damage the next line. A whole line would store an order that
            // was reported to the client as refused.
            ftruncate(descriptor, before)
            throw error
        }
    }

    private func write(_ bytes: [UInt8]) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written)
            }
            if count > 0 { written += count } else if errno != EINTR { return false }
        }
        return true
    }

    private func load() throws(Failure) -> [Order] {
        var bytes: [UInt8] = []
        var portion = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = read(descriptor, &portion, portion.count)
            if count > 0 {
                bytes += portion[..<count]
            } else if count == 0 {
                break
            } else if errno != EINTR {
                throw Self.failure("cannot read \(path)")
            }
        }
        let complete = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        if complete < bytes.count, ftruncate(descriptor, off_t(complete)) != 0 {
            throw Self.failure("cannot write \(path)")
        }
        var orders: [Order] = []
        for (index, line) in bytes[..<complete].split(separator: UInt8(ascii: "\n")).enumerated() {
            guard let json = try? JSON.parse(Array(line)) else {
                throw Failure(description: "\(path), line \(index + 1): not JSON")
            }
            if let order = Order(json) {
                orders.append(order)
            } else if let id = json["order_id"]?.string, let status = json["status"]?.int,
                let position = orders.firstIndex(where: { String($0.id) == id })
            {
                orders[position].status = status
            } else {
                throw Failure(description: "\(path), line \(index + 1): not an order")
            }
        }
        return orders
    }

    private static func failure(_ what: String) -> Failure {
        Failure(description: "\(what): \(String(cString: strerror(errno)))")
    }
}

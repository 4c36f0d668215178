internal import Glibc
internal import JSON

/// A report of an order's status change, as the CRM sends it (API facts, section 6). The CRM sends one POST with JSON
/// and never repeats it.
struct Webhook: Sendable {
    /// The outcome of sending a report.
    struct Delivery: Sendable {
        let orderID: Int
        let status: Int
        /// The HTTP status of the answer, `not_sent` or `no_answer`.
        let outcome: String
    }

    struct Address: Sendable {
        let host: String
        let port: Int
        let target: String

        /// - Returns: nil if the text is not an `http://` URL on this machine. A sandbox never connects to another
        ///   machine.
        init?(_ url: String) {
            guard url.hasPrefix("http://"), url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
            let rest = url.dropFirst("http://".count)
            let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
            let authority = rest[..<end].split(separator: ":", omittingEmptySubsequences: false)
            guard let host = authority.first, host == "127.0.0.1" || host == "localhost", authority.count <= 2 else {
                return nil
            }
            let port = authority.count == 2 ? Int(authority[1]) : 80
            guard let port, (1...65535).contains(port) else { return nil }
            self.host = String(host)
            self.port = port
            let tail = rest[end...].prefix { $0 != "#" }
            target = tail.hasPrefix("/") ? String(tail) : "/" + tail
        }
    }

    let address: Address
    let orderID: Int
    let status: Int
    /// The time of the change, in the account's local time.
    let datetime: String

    var body: String {
        let json: JSON = [
            "action": "change_status", "order_id": .number(orderID), "status": .number(status),
            "datetime": .string(datetime),
        ]
        return json.serialized()
    }

    /// Sends the report and waits for the answer.
    func send() -> Delivery {
        Delivery(orderID: orderID, status: status, outcome: post())
    }

    private func post() -> String {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return "not_sent" }
        let peer = ClientSocket(descriptor, secondsOfSilence: 10)
        defer { peer.close() }
        let connected = withUnsafePointer(to: sockaddr_in.loopback(port: address.port)) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { return "not_sent" }
        let head = """
            POST \(address.target) HTTP/1.1\r
            Host: \(address.host):\(address.port)\r
            Content-Type: application/json\r
            Content-Length: \(body.utf8.count)\r
            Connection: close\r
            \r

            """
        guard peer.send(Array((head + body).utf8)) else { return "no_answer" }
        var answer: [UInt8] = []
        while answer.count < 64 * 1024 {
            let portion = peer.read()
            guard !portion.isEmpty else { break }
            answer += portion
        }
        let words = String(decoding: answer.prefix(64), as: UTF8.self).split(separator: " ")
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1].prefix(3)) else {
            return "no_answer"
        }
        return String(status)
    }
}

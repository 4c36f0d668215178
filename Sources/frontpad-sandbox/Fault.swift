internal import JSON

/// A simulated failure of the network or the CRM. It is planned for the next requests of a method.
struct Fault: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        /// The answer comes late. If `createsOrder` is false, the method runs only if the client is still connected.
        case delay
        /// The connection ends with an RST before the request is read.
        case resetBeforeReading = "reset_before_reading"
        /// The request is read, and then the connection ends with an RST and no answer.
        case resetAfterReading = "reset_after_reading"
        /// The request is read, and then the connection ends with a FIN and no answer.
        case closeAfterReading = "close_after_reading"
        /// The answer ends in the middle of its body.
        case truncated
        /// The answer is not HTTP.
        case garbage
        /// The answer is HTTP, but its body is not JSON.
        case notJSON = "not_json"
        /// The answer is HTTP, but it has no body.
        case empty
        case status500 = "status_500"
        /// The answer is the error page of a proxy in front of the CRM.
        case status502HTML = "status_502_html"
        /// The request is read, but no answer comes while the client waits.
        case silent
        /// The answer comes byte by byte.
        case drip

        /// Whether the method runs and its answer arrives if the client waits long enough.
        var answers: Bool { self == .delay || self == .drip }

        var defaultMilliseconds: Int {
            switch self {
            case .delay: 1000
            case .silent: 600_000
            case .drip: 100
            default: 0
            }
        }
    }

    /// The name of the method, or `any`.
    let method: String
    let kind: Kind
    /// The number of requests that this fault will still hit.
    var count: Int
    /// A time that depends on the kind: for `delay`, the pause before the answer; for `silent`, the longest silence;
    /// for `drip`, the pause between two bytes.
    let milliseconds: Int
    /// Whether the method runs in spite of the fault. The client cannot know this.
    let createsOrder: Bool

    func concerns(_ method: String) -> Bool { self.method == "any" || self.method == method }

    /// Carries out the fault on a client's connection, then ends the connection.
    ///
    /// - Parameter answer: the answer that the client should have received, or nil if the method did not run.
    func strike(_ client: ClientSocket, instead answer: HTTPAnswer?) {
        let promised = answer ?? .json(["result": "success", "order_id": "1000001", "order_number": "1"])
        switch kind {
        case .resetBeforeReading, .resetAfterReading: return client.reset()
        case .closeAfterReading: break
        case .truncated: client.send(promised.head + promised.body.prefix(promised.body.count / 2))
        case .garbage: client.send([0x00, 0xFF, 0x15, 0x03, 0x01, 0x0D, 0x0A, 0x0D, 0x0A, 0xFE])
        case .notJSON: client.send(HTTPAnswer.html("<b>Fatal error</b>: Allowed memory size exhausted").bytes)
        case .empty: client.send(HTTPAnswer.html("").bytes)
        case .status500: client.send(HTTPAnswer.text("Internal Server Error", status: 500).bytes)
        case .status502HTML:
            client.send(HTTPAnswer.html("<html><h1>502 Bad Gateway</h1><hr>nginx</html>", status: 502).bytes)
        case .silent: client.waitForEnd(milliseconds: milliseconds)
        case .delay: client.send(promised.bytes)
        case .drip: client.send(promised.bytes, pausingMilliseconds: milliseconds)
        }
        client.close()
    }
}

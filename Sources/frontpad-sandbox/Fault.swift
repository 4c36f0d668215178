internal import JSON

/// Something that goes wrong on the way, for the next requests of a method.
struct Fault: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        /// The answer comes late. Where the method was not to be carried out first, it is only carried out if the client is
        /// still there.
        case delay
        /// RST while the request lies unread.
        case resetBeforeReading = "reset_before_reading"
        /// The request is read, and no answer comes: RST.
        case resetAfterReading = "reset_after_reading"
        /// The request is read, and no answer comes: FIN.
        case closeAfterReading = "close_after_reading"
        /// The answer ends in the middle of its body.
        case truncated
        /// What comes is not HTTP.
        case garbage
        /// An answer of HTTP whose body is not JSON.
        case notJSON = "not_json"
        /// An answer of HTTP without a body.
        case empty
        case status500 = "status_500"
        /// What a proxy in front of the CRM says.
        case status502HTML = "status_502_html"
        /// The request is read, and nothing comes while the client waits.
        case silent
        /// The answer comes byte by byte.
        case drip

        /// The method is carried out and its answer arrives, if the client waits for it.
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

    /// `any` for all.
    let method: String
    let kind: Kind
    /// Of how many requests more.
    var count: Int
    /// delay: before the answer; silent: at most; drip: between two bytes.
    let milliseconds: Int
    /// The method is carried out all the same: what the client cannot know.
    let createsOrder: Bool

    func concerns(_ method: String) -> Bool { self.method == "any" || self.method == method }

    /// Does to a client what the fault is called after, and ends the connection.
    ///
    /// - Parameter answer: what the client should have got; nil where the method was not carried out.
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

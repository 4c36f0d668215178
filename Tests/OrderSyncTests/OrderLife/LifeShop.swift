import JSON

/// A shop with one order at a time. The shop can use the order's id again for a new order. It keeps its own log, as
/// miniShop2 does, and passes documents to the hooks.
struct LifeShop {
    /// An entry of the shop's log, as the hook sees it.
    struct Event {
        enum Kind: String { case created, status, changed, removed }

        /// The number of the order among the orders that have had the id, counted from 0.
        let order: Int
        let kind: Kind
        /// The id in the log. It is nil when the order is created, because miniShop2's log is still empty then.
        let sequence: Int?
        let status: Int
        /// The number of the order's version. Each version is a whole document.
        let edition: Int
        var isCancelling: Bool { kind == .removed || status == LifeShop.cancelStatus }
    }

    /// The order as the shop has it now.
    struct Order {
        let order: Int
        var status: Int
        var edition: Int
        var comments: [String] = []
        var doneJobs: Set<Int> = []
        /// Whether the queue was the last to set the status.
        var isStatusOurs = false
    }

    static let id: Int64 = 7
    static let errorStatus = 7
    static let triggerStatus = 2
    static let cancelStatus = 4

    private(set) var log: [Event] = []
    var present: Order?
    private var orders = 0
    private var sequence = 0
    private var edition = 0

    /// - Returns: the numbers of the events in the log.
    mutating func move(_ move: LifeStep.Move) -> Range<Int> {
        let first = log.count
        switch move {
        case .create where orders == 0, .startAnew where orders > 0:
            edition += 1
            present = Order(order: orders, status: 0, edition: edition)
            orders += 1
            sequence = 0
            append(.created, sequence: nil)
            setStatus(1)
        case .create, .startAnew: break
        case .status(let status):
            if present?.status != status { setStatus(status) }
        case .edit:
            guard present != nil else { break }
            edition += 1
            present?.edition = edition
            sequence += 1
            append(.changed, sequence: sequence)
        case .remove:
            guard present != nil else { break }
            sequence += 1
            append(.removed, sequence: sequence)
            present = nil
        }
        return first..<log.count
    }

    private mutating func setStatus(_ status: Int) {
        guard present != nil else { return }
        present?.status = status
        present?.isStatusOurs = false
        sequence += 1
        append(.status, sequence: sequence)
    }

    private mutating func append(_ kind: Event.Kind, sequence: Int?) {
        guard let present else { return }
        log.append(
            Event(
                order: present.order, kind: kind, sequence: sequence, status: present.status, edition: present.edition))
    }

    /// Returns the time on the shop's clock when an order was created. The day is 2027-01-15 in UTC.
    static func createdon(_ order: Int) -> String { "2027-01-15 0\(1 + order / 6):\(order % 6)0:00" }

    static func document(_ event: Event) -> JSON {
        [
            "id": .number(id), "num": "2701/7", "status": .number(event.status), "event": .string(event.kind.rawValue),
            "event_seq": JSON(event.sequence), "createdon": .string(createdon(event.order)), "timezone": "UTC",
            "payment": 1, "products": [Fixture.product()],
            "address": [
                "receiver": "Иван", "phone": .string("+7912345678\(event.order % 10)"),
                "comment": .string("edition \(event.edition)"),
            ],
        ]
    }

    /// Applies one update as the shop's command does.
    mutating func apply(_ input: JSON) -> JSON {
        guard var order = present, input["createdon"]?.string == LifeShop.createdon(order.order) else {
            return ["applied": false, "reason": "the shop has no such order"]
        }
        defer { present = order }
        if let comment = input["comment"]?.string, let job = input["job"]?.int, order.doneJobs.insert(job).inserted {
            order.comments.append(comment)
        }
        let before = order.status
        if let status = input["set_status"]?.int {
            if let expected = input["expect_status"]?.int, expected != order.status {
                return ["applied": false, "status": .number(order.status), "reason": "the order has another status"]
            }
            if order.status != status {
                order.status = status
                order.isStatusOurs = true
                sequence += 1
            }
        }
        return ["applied": true, "status": .number(order.status), "status_before": .number(before)]
    }
}

internal import JSON

/// Which order a job is about: its id in the shop, and which of the orders that have had this id.
struct OrderReference: Sendable, Hashable {
    let order: Int64
    let incarnation: Int

    /// As the queue names it.
    var subject: String { "order:\(order)" }

    /// - Returns: the id of the order that a job of this subject is about; nil where it is about something else.
    static func order(ofSubject subject: String) -> Int64? {
        subject.hasPrefix("order:") ? Int64(subject.dropFirst("order:".count)) : nil
    }

    init(order: Int64, incarnation: Int) {
        self.order = order
        self.incarnation = incarnation
    }

    /// - Returns: nil where the args of the job name no order.
    init?(args: JSON) {
        guard let order = args["order"]?.int, let incarnation = args["incarnation"]?.int else { return nil }
        self.init(order: Int64(order), incarnation: incarnation)
    }

    /// The beginning of a job's args.
    var args: JSON.Object { ["order": .number(order), "incarnation": .number(incarnation)] }
}

internal import Intake
internal import JSON
internal import JobQueue

/// A kind of job with a JSON object as its args.
protocol JSONJobKind: JobKind {
    /// The result is nil if a value that the job needs is missing.
    init?(json: JSON)
    var json: JSON.Object { get }
}

extension JSONJobKind {
    init?(args: String) {
        guard let json = try? JSON.parse(args) else { return nil }
        self.init(json: json)
    }

    var args: String { JSON.object(json).serialized() }
}

/// A kind of job without arguments. There is at most one unfinished job of the kind.
protocol PlainJobKind: JSONJobKind {
    init()
}

extension PlainJobKind {
    init?(json: JSON) { self.init() }

    var json: JSON.Object { [:] }
    var uniqueKey: String? { Self.kind }
}

/// A kind of job that has an order as its only argument. For each order there is at most one unfinished job of the
/// kind.
protocol OrderJobKind: JSONJobKind {
    init(reference: OrderReference)
    var reference: OrderReference { get }
}

extension OrderJobKind {
    init?(json: JSON) {
        guard let reference = OrderReference(args: json) else { return nil }
        self.init(reference: reference)
    }

    var json: JSON.Object { reference.args }
    var subject: String? { reference.subject }
    var uniqueKey: String? { "\(Self.kind):\(reference.order):\(reference.incarnation)" }
}

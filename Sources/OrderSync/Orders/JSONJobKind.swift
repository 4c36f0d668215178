internal import Intake
internal import JSON
internal import JobQueue

/// A kind of job whose args are a JSON object.
protocol JSONJobKind: JobKind {
    /// nil if something that the job needs is missing.
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

/// A kind of job whose only argument is an order. An order has at most one unfinished job of such a kind.
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

internal import Intake
internal import JSON
internal import JobQueue
internal import SQLite

/// The job that sets an order's status in the shop and adds a comment to the order.
struct UpdateShopJob: JSONJobKind, Hashable {
    static let kind = "update_shop"
    static let queue = QueueName.shop
    /// With a quarter of an hour between two attempts, these attempts last ten days.
    static let maxAttempts = 1_000

    let reference: OrderReference
    /// The status is changed only if the order has this status. If it is nil, the order may have any status.
    let expectStatus: Int?
    /// The new status, or nil if the status stays as it is.
    let setStatus: Int?
    let comment: String?
    /// Whether this job returns the order from the error status. Then a status that the shop has reported
    /// (``StatusBeforeError``) takes the place of ``setStatus``.
    let takesBack: Bool

    init(
        reference: OrderReference, expectStatus: Int? = nil, setStatus: Int? = nil, comment: String? = nil,
        takesBack: Bool = false
    ) {
        self.reference = reference
        self.takesBack = takesBack
        self.expectStatus = expectStatus
        self.setStatus = setStatus
        self.comment = comment
    }

    init?(json: JSON) {
        guard let reference = OrderReference(args: json) else { return nil }
        self.init(
            reference: reference, expectStatus: json["expect_status"]?.int, setStatus: json["set_status"]?.int,
            comment: json["comment"]?.string, takesBack: json["takes_back"]?.bool ?? false)
    }

    /// Returns a copy of this job that expects another status.
    func expecting(_ status: Int) -> UpdateShopJob {
        UpdateShopJob(
            reference: reference, expectStatus: status, setStatus: setStatus, comment: comment, takesBack: takesBack)
    }

    /// The status that it sets, as far as that is known now.
    func status(on connection: Connection) throws(SQLiteError) -> Int? {
        guard takesBack, expectStatus != nil else { return setStatus }
        return try StatusBeforeError.read(reference, on: connection) ?? setStatus
    }

    /// The same job with the status that it sets.
    func resolved(on connection: Connection) throws(SQLiteError) -> UpdateShopJob {
        let status = try status(on: connection)
        return UpdateShopJob(
            reference: reference, expectStatus: status == nil ? nil : expectStatus, setStatus: status, comment: comment,
            takesBack: takesBack)
    }

    var json: JSON.Object {
        var json = reference.args
        json["expect_status"] = JSON(expectStatus)
        json["set_status"] = JSON(setStatus)
        json["comment"] = JSON(comment)
        if takesBack { json["takes_back"] = true }
        return json
    }

    var subject: String? { reference.subject }

    /// The text that the shop's command reads on standard input.
    ///
    /// - Parameter createdon: the creation time as the shop wrote it. The shop compares it, because another order may
    ///   have got the id in the meantime.
    func input(job: Int64, num: String?, createdon: String?) -> String {
        let input: JSON = [
            "job": .number(job), "order": .number(reference.order), "num": JSON(num), "createdon": JSON(createdon),
            "expect_status": JSON(expectStatus), "set_status": JSON(setStatus), "comment": JSON(comment),
        ]
        return input.serialized() + "\n"
    }
}

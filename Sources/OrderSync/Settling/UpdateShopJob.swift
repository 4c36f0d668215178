internal import JSON
internal import JobQueue

/// The job that hands a status and a comment to the shop.
struct UpdateShopJob: Sendable, Hashable {
    static let kind = "update_shop"
    static let queue = QueueName.shop
    /// With a quarter of an hour between two of them, days of a shop that does not answer.
    private static let maxAttempts = 1_000

    let reference: OrderReference
    /// The status that the order must have for it to be changed; nil: any.
    let expectStatus: Int?
    /// nil: the status stays.
    let setStatus: Int?
    let comment: String?

    init(reference: OrderReference, expectStatus: Int? = nil, setStatus: Int? = nil, comment: String? = nil) {
        self.reference = reference
        self.expectStatus = expectStatus
        self.setStatus = setStatus
        self.comment = comment
    }

    init?(args: JSON) {
        guard let reference = OrderReference(args: args) else { return nil }
        self.init(
            reference: reference, expectStatus: args["expect_status"]?.int, setStatus: args["set_status"]?.int,
            comment: args["comment"]?.string)
    }

    /// The same where the shop has another status than we knew.
    func expecting(_ status: Int) -> UpdateShopJob {
        UpdateShopJob(reference: reference, expectStatus: status, setStatus: setStatus, comment: comment)
    }

    var newJob: NewJob {
        var args = reference.args
        args["expect_status"] = JSON(expectStatus)
        args["set_status"] = JSON(setStatus)
        args["comment"] = JSON(comment)
        return NewJob(
            kind: UpdateShopJob.kind, queue: UpdateShopJob.queue, args: JSON.object(args).serialized(),
            subject: reference.subject, maxAttempts: UpdateShopJob.maxAttempts)
    }

    /// What the shop's command reads on its standard input.
    func input(job: Int64, num: String?) -> String {
        let input: JSON = [
            "job": .number(job), "order": .number(reference.order), "num": JSON(num),
            "expect_status": JSON(expectStatus), "set_status": JSON(setStatus), "comment": JSON(comment),
        ]
        return input.serialized() + "\n"
    }
}

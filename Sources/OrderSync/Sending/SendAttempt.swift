internal import Intake
internal import JobQueue
internal import Shop

/// The data of one attempt to send an order.
struct SendAttempt: Sendable {
    let order: CRMOrder
    let claim: Claim
    let settings: Settings
    let secret: String
    let mapped: MappedOrder
    /// The time until which the queue tries to send the order, in milliseconds of the steady clock.
    let deadline: Int64
    var token = AttemptToken.random()

    /// The shop's URL for webhooks. The query contains the order, the attempt and its token.
    var hookURL: String? {
        settings.hookURL.map { url in
            let separator = url.contains("?") ? "&" : "?"
            let reference = order.reference
            return "\(url)\(separator)order=\(reference.order)&incarnation=\(reference.incarnation)"
                + "&job=\(claim.job.id)&attempt=\(claim.attempt)&attempt_token=\(token.text)"
        }
    }
}

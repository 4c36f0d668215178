internal import Intake
internal import JobQueue
internal import Shop

/// The data of one attempt to send.
struct SendAttempt: Sendable {
    let order: CRMOrder
    let claim: Claim
    let settings: Settings
    let secret: String
    let mapped: MappedOrder
    /// When the order stops waiting to be sent, in milliseconds of the steady clock.
    let deadline: Int64
    var token = AttemptToken.random()

    /// The shop's address for webhooks, with the order, the attempt and its token in the query.
    var hookURL: String? {
        settings.hookURL.map { url in
            let separator = url.contains("?") ? "&" : "?"
            let reference = order.reference
            return "\(url)\(separator)order=\(reference.order)&incarnation=\(reference.incarnation)"
                + "&job=\(claim.job.id)&attempt=\(claim.attempt)&attempt_token=\(token.text)"
        }
    }
}

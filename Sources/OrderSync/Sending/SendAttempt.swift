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

    /// The shop's address for webhooks, with the order and the attempt in its query. A webhook that names them proves which
    /// attempt the CRM accepted.
    var hookURL: String? {
        settings.hookURL.map { url in
            let separator = url.contains("?") ? "&" : "?"
            let reference = order.reference
            return "\(url)\(separator)order=\(reference.order)&incarnation=\(reference.incarnation)"
                + "&job=\(claim.job.id)&attempt=\(claim.attempt)"
        }
    }
}

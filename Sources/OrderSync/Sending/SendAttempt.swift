internal import JobQueue
internal import Shop

/// All that one attempt to send has to do with.
struct SendAttempt: Sendable {
    let order: CRMOrder
    let claim: Claim
    let settings: Settings
    let secret: String
    let mapped: MappedOrder
    let deadline: Int64

    /// The shop's address for webhooks with the order and the attempt in it: a webhook that names them proves which
    /// attempt the CRM has taken.
    var hookURL: String? {
        settings.hookURL.map { url in
            let separator = url.contains("?") ? "&" : "?"
            let reference = order.reference
            return "\(url)\(separator)order=\(reference.order)&incarnation=\(reference.incarnation)"
                + "&job=\(claim.job.id)&attempt=\(claim.attempt)"
        }
    }
}

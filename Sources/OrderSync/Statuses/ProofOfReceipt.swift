internal import Intake
internal import JobQueue
internal import SQLite
internal import Shop

/// What a webhook proves besides the status: that the CRM has the order, which attempt sent it, and what id the CRM
/// gave it. Only webhooks with the attempt's secret token are stored.
struct ProofOfReceipt: Sendable {
    private let event: CRMEvent
    private let queue: JobQueue
    private let settings: Settings

    init(_ event: CRMEvent, queue: JobQueue, settings: Settings) {
        self.event = event
        self.queue = queue
        self.settings = settings
    }

    func settle(_ order: CRMOrder, in connection: Connection) throws(SQLiteError) {
        guard event.source == .webhook, let crmOrderID = event.crmOrderID, let job = event.job,
            let attempt = event.attempt
        else { return }
        try Settlement(queue: queue, settings: settings).accepted(
            order, Receipt(crmOrderID: crmOrderID, source: .webhook, claim: (job, attempt)), in: connection)
    }
}

internal import Frontpad
internal import Intake
internal import JobQueue
internal import SQLite
internal import Shop

/// Performs the jobs `look_for_order`. If the account still has `get_status`, each job asks whether the CRM has an
/// order of today with the phone number of an order in doubt. If it has one, this helps the person who decides. If it
/// has none, that proves nothing.
struct LookForOrderHandler: JobHandler {
    private let queue: JobQueue
    private let makeClient: @Sendable (Settings, _ secret: String) -> FrontpadClient

    init(queue: JobQueue, makeClient: @escaping @Sendable (Settings, _ secret: String) -> FrontpadClient) {
        self.queue = queue
        self.makeClient = makeClient
    }

    func perform(_ job: LookForOrderJob, claim: Claim) async throws -> JobOutcome {
        let reference = job.reference
        let (settings, order, polled) = try queue.database.read { connection in
            (
                try Settings.read(on: connection), try CRMOrder.read(reference, on: connection),
                try PolledOrder.read(reference, queue: queue, on: connection)
            )
        }
        guard order?.state == .inDoubt else { return .cancel(reason: "the order is not in doubt any more") }
        guard let secret = Secret.find(settings), let phone = polled?.phone(settings, now: queue.clock.now()) else {
            return .cancel(reason: "there is no phone to look for")
        }
        let outcome = await makeClient(settings, secret).status(.phone(phone)) { [queue] in queue.charge(claim) }
        return try queue.database.write { connection in
            switch outcome {
            case .answered(let status):
                try tell(
                    "found_by_phone", "an order of today under this phone has the status \(status)", reference,
                    message: DoubtMessages.foundByPhone(status: status), settings, in: connection)
                return .completed(note: status)
            case .refused(.invalidMethod):
                try StatusMethod.withdraw(secret: secret, queue: queue, settings: settings, in: connection)
                return .cancel(reason: FrontpadErrorCode.invalidMethod.text)
            case .refused(.invalidClientPhone), .refused(.invalidOrderID):
                try tell(
                    "not_found_by_phone", "no order of today under this phone, which proves nothing", reference,
                    message: nil, settings, in: connection)
                return .completed(note: "nothing under this phone")
            case .refused(let code): return .retry(error: code.text)
            case .notReached(let notSent):
                try queue.unspend(claim, in: connection)
                return notSent.jobOutcome
            case .unreadable(let evidence): return .retry(error: evidence.description)
            }
        }
    }

    private func tell(
        _ event: String, _ detail: String, _ reference: OrderReference, message: Message?, _ settings: Settings,
        in connection: Connection
    ) throws(SQLiteError) {
        try OrderLog.append(reference, event, detail, now: queue.clock.now(), in: connection)
        guard let message else { return }
        try Settlement(queue: queue, settings: settings).comment(message, on: reference, in: connection)
    }
}

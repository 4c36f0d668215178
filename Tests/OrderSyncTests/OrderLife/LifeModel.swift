/// The facts about one order of the shop. They are recorded without the queue and its rules. They are the events that
/// the queue was told, the copies that the CRM has, and the statements of persons.
struct LifeModel {
    /// The events that have reached the queue, in the order of their arrival.
    private(set) var known: [LifeShop.Event] = []
    /// The editions that the CRM has received, in the order of their arrival.
    var inCRM: [Int] = []
    /// The number of times that a person said that the CRM does not have the order and that it should be sent.
    var personSaysNotSent = 0
    /// Whether a person cancelled the order's job. Nobody else is told of that.
    var personCancelledJob = false
    /// Whether a person entered an id from the CRM.
    var personSaysSent = false
    /// The last decision of a person about cancelling the order, and the status that the order had at that time.
    private var personCancelled: (isCancelled: Bool, status: Int)?
    /// Whether the order has been due at some time.
    private(set) var wasDue = false

    /// The newest event of the shop. A late `created` event is older than all others.
    var newest: LifeShop.Event? {
        known.max { ($0.sequence ?? -1) < ($1.sequence ?? -1) }
    }

    mutating func hear(_ event: LifeShop.Event, sendsAtCreation: Bool) {
        let before = newest
        known.append(event)
        // A newer event replaces the person's decision if it has another status or cancels the order.
        if let word = personCancelled, let newest, newest.sequence != before?.sequence,
            newest.status != word.status || newest.isCancelling || (personCancelledJob && newest.kind == .status)
        {
            personCancelled = nil
        }
        // A cancelled order becomes due again only by its trigger.
        if !sendsAtCreation, isCancelled { wasDue = false }
        if sendsAtCreation ? event.kind == .created : newest?.status == LifeShop.triggerStatus && !isCancelled {
            wasDue = true
        }
    }

    mutating func personSends() {
        personCancelled = (false, newest?.status ?? 0)
        wasDue = true
    }

    mutating func personCancels(sendsAtCreation: Bool) {
        personCancelled = (true, newest?.status ?? 0)
        if !sendsAtCreation { wasDue = false }
    }

    /// Whether the order must not be sent, as far as the queue can know.
    var isCancelled: Bool { personCancelled?.isCancelled ?? newest?.isCancelling ?? false }
}

/// A description of what went wrong.
struct LifeViolation: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

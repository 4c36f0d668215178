/// What is true of one order of the shop, kept beside the queue and without its rules: what the queue was told, what the CRM
/// has, and what persons said.
struct LifeModel {
    /// The events that have reached the queue, in the order of their arrival.
    private(set) var known: [LifeShop.Event] = []
    /// The editions that the CRM has got, in the order of their arrival.
    var inCRM: [Int] = []
    /// How often a person said that the CRM does not have it and that it is to be sent.
    var personSaysNotSent = 0
    /// A person cancelled its job. Nobody else hears of that.
    var personCancelledJob = false
    /// A person entered an id of the CRM.
    var personSaysSent = false
    /// A person's last word on whether it is to be sent, and the status that the order had then.
    private var personCancelled: (isCancelled: Bool, status: Int)?
    /// Whether it was due once.
    private(set) var wasDue = false

    /// The shop's newest event. A late `created` is older than everything else.
    var newest: LifeShop.Event? {
        known.max { ($0.sequence ?? -1) < ($1.sequence ?? -1) }
    }

    mutating func hear(_ event: LifeShop.Event, sendsAtCreation: Bool) {
        let before = newest
        known.append(event)
        // A newer event with another status, or one that cancels, takes a person's word back.
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

/// What went wrong, in words.
struct LifeViolation: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

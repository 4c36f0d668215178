internal import Frontpad

/// What went wrong with an order. It decides what the manager has to do.
enum Trouble: Sendable, Hashable {
    /// The order is not in the CRM.
    case notSent(SendFailure)
    /// The order may be in the CRM.
    case inDoubt(Doubt)

    /// For the order's row and its story: the end of a sentence.
    var recorded: Message {
        switch self {
        case .notSent(let failure): failure.recorded
        case .inDoubt(let doubt): doubt.reason
        }
    }

    /// - Parameter sendsByStatus: whether a status of the shop sends an order.
    func message(sendsByStatus: Bool) -> Message {
        switch self {
        case .notSent(let failure): failure.message(sendsByStatus: sendsByStatus)
        case .inDoubt(let doubt): doubt.message
        }
    }

    func subject(order: String) -> Message {
        switch self {
        case .notSent(let failure): failure.subject(order: order)
        case .inDoubt: Doubt.subject(order: order)
        }
    }

    /// - Parameters:
    ///   - name: means this order and no other, for commands.
    ///   - sendsByStatus: whether a status of the shop sends an order.
    func mail(about order: CRMOrder, name: String, sendsByStatus: Bool) -> Message {
        let lines =
            switch self {
            case .notSent(let failure): failure.administratorLines(name: name)
            case .inDoubt: Doubt.administratorLines(name: Message(ru: name, en: name))
            }
        return OrderCard(order).mail(
            ([message(sendsByStatus: sendsByStatus)] + (lines.isEmpty ? [] : [lines.joined(separator: "\n")])).joined(
                separator: "\n\n"))
    }
}

/// Why an order is not in the CRM. Each reason has an advice of its own, see FailureMessages.swift.
enum SendFailure: Sendable, Hashable {
    /// The document cannot become a request. The list is not empty.
    case problems([OrderProblem])
    /// - Parameter articles: those of the request.
    case refused(FrontpadErrorCode, articles: [String])
    /// Nothing of the request left.
    case notReached(NotSent)
    /// - Parameters:
    ///   - milliseconds: how long it was tried.
    ///   - lastError: nil if the order waited for another reason.
    case deadlinePassed(milliseconds: Int64, lastError: NotSent?)
    /// It has number, phone and lines of another order, which was sent or may have been sent.
    ///
    /// - Parameters:
    ///   - original: the name that means that order and no other, for commands.
    ///   - number: its number in the CRM; nil if that is not known.
    case duplicate(of: String, number: String?)
    case noDocument
    /// - Parameter path: of the value that cannot be used; empty if that is the document itself.
    case unusableDocument(path: String)
    case removedFromShop
    /// Our own program fails on it again and again.
    case unexpected
    case stoppedByPerson

    /// Whether sending the same order again can succeed, and is what the manager should ask for.
    var canBeSentAgain: Bool {
        switch self {
        case .refused(let code, _): code.isAccountWide
        case .notReached, .duplicate: true
        case .problems, .deadlinePassed, .noDocument, .unusableDocument, .removedFromShop, .unexpected,
            .stoppedByPerson:
            false
        }
    }
}

/// Why nobody knows whether the CRM has an order.
enum Doubt: Sendable, Hashable {
    case timedOut
    case connectionBroke
    case unreadableAnswer(httpStatus: Int)
    case workerDied
    /// The database was restored, and the original may have sent the order.
    case restored

    init(_ evidence: Evidence) {
        if evidence.timedOut {
            self = .timedOut
        } else if let status = evidence.httpStatus {
            self = .unreadableAnswer(httpStatus: status)
        } else {
            self = .connectionBroke
        }
    }
}

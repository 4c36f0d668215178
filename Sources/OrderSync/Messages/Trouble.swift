internal import Frontpad

/// What went wrong with an order. This decides what the manager has to do.
enum Trouble: Sendable, Hashable {
    /// The order is not in the CRM.
    case notSent(SendFailure)
    /// The order may be in the CRM.
    case inDoubt(Doubt)

    /// The reason that is stored in the order's row and in its story. It is the end of a sentence.
    var recorded: Message {
        switch self {
        case .notSent(let failure): failure.recorded
        case .inDoubt(let doubt): doubt.reason
        }
    }

    /// - Parameter resend: what sends a failed order again in the shop.
    func message(resend: ShopResend) -> Message {
        switch self {
        case .notSent(let failure): failure.message(resend: resend)
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
    ///   - name: a name for commands that means only this order.
    ///   - resend: what sends a failed order again in the shop.
    func mail(about order: CRMOrder, name: String, resend: ShopResend) -> Message {
        let lines =
            switch self {
            case .notSent(let failure): failure.administratorLines(name: name)
            case .inDoubt: Doubt.administratorLines(name: Message(ru: name, en: name))
            }
        return OrderCard(order).mail(
            ([message(resend: resend)] + (lines.isEmpty ? [] : [lines.joined(separator: "\n")])).joined(
                separator: "\n\n"))
    }
}

/// The reason why an order is not in the CRM. Each reason has its own advice. See FailureMessages.swift.
enum SendFailure: Sendable, Hashable {
    /// The document cannot be turned into a request. The list of problems is not empty.
    case problems([OrderProblem])
    /// - Parameter articles: the articles in the request.
    case refused(FrontpadErrorCode, articles: [String])
    /// No byte of the request was sent.
    case notReached(NotSent)
    /// - Parameters:
    ///   - milliseconds: how long the queue tried to send the order.
    ///   - lastError: the last error, or nil if the order waited for another reason.
    case deadlinePassed(milliseconds: Int64, lastError: NotSent?)
    /// The order has the same number, phone and lines as another order that was sent or may have been sent.
    ///
    /// - Parameters:
    ///   - original: a name for commands that means only the other order.
    ///   - number: the other order's number in the CRM, or nil if it is not known.
    case duplicate(of: String, number: String?)
    case noDocument
    /// - Parameter path: the path of the value that cannot be used. It is empty if the document as a whole cannot be
    ///   used.
    case unusableDocument(path: String)
    case removedFromShop
    /// Our own program fails on this order again and again.
    case unexpected
    case stoppedByPerson

    /// Whether the manager should ask to send the same order again, because that can succeed.
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

/// The reason why nobody knows whether the CRM has an order.
enum Doubt: Sendable, Hashable {
    case timedOut
    case connectionBroke
    case unreadableAnswer(httpStatus: Int)
    case workerDied
    /// The database was restored, and the original database may have sent the order.
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

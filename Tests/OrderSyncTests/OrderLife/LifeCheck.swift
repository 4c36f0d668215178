import Intake
import TestSupport

@testable import OrderSync

/// Checks the end of a sequence, when nothing happens any more. It compares the facts with the statements of the
/// queue, of the shop and of the manager's e-mails.
struct LifeCheck {
    private let world: LifeWorld

    init(_ world: LifeWorld) { self.world = world }

    func run() throws {
        for (order, model) in world.models.enumerated() where !model.known.isEmpty {
            guard let standing = try world.standing(of: order) else {
                throw LifeViolation("the queue has lost order \(order)")
            }
            try checkCRM(order, model, standing)
            try checkMails(order, model, standing)
            // Only the newest order with the id is in the shop.
            if !standing.isArchived, let present = world.shop.present, present.order == order {
                try checkShop(present, model, standing)
            }
        }
    }

    private func checkCRM(_ order: Int, _ model: LifeModel, _ standing: LifeWorld.Standing) throws {
        let copies = model.inCRM.count
        if copies > 1 + model.personSaysNotSent {
            throw LifeViolation(
                "order \(order) is \(copies) times in the CRM; persons asked for it: \(model.personSaysNotSent)")
        }
        switch standing.state {
        case "sent":
            if copies == 0, !model.personSaysSent {
                throw LifeViolation("order \(order) is sent, and the CRM has none")
            }
        case "failed", "new":
            if copies > 0, model.personSaysNotSent == 0 {
                throw LifeViolation("order \(order) is \(standing.state), and the CRM has it")
            }
            if standing.state == "new", model.wasDue, !model.isCancelled, !standing.isListedAsNotLeaving {
                throw LifeViolation("order \(order) was due and does not leave")
            }
        case "in_doubt": break
        default: throw LifeViolation("order \(order) is \(standing.state) at the end")
        }
    }

    private func checkMails(_ order: Int, _ model: LifeModel, _ standing: LifeWorld.Standing) throws {
        let mails = world.mails.filter { $0.reference?.incarnation == standing.incarnation }
        func has(_ words: String...) -> Bool {
            mails.contains { mail in words.contains { mail.mailSubject.contains($0) || mail.body.contains($0) } }
        }
        switch standing.state {
        case "failed":
            if !has("was NOT sent", "does not have the order"), !model.isCancelled,
                !model.personCancelledJob
            {
                throw LifeViolation("order \(order) has failed, and no mail says so")
            }
        case "in_doubt":
            if !has("Look for order") { throw LifeViolation("order \(order) is in doubt, and no mail says so") }
        default: break
        }
        guard standing.state == "sent" || standing.state == "in_doubt", let newest = model.newest else { return }
        if newest.isCancelling {
            if !has("was cancelled in the shop"), !model.personSaysSent, model.isCancelled {
                throw LifeViolation("order \(order) was cancelled after it was sent, and no mail says so")
            }
        } else if let sent = model.inCRM.last, sent != newest.edition, !model.isCancelled, model.inCRM.count == 1,
            !has("edition \(newest.edition)")
        {
            throw LifeViolation("order \(order) was edited after it was sent, and no mail says so")
        }
    }

    private func checkShop(_ present: LifeShop.Order, _ model: LifeModel, _ standing: LifeWorld.Standing) throws {
        let told = present.comments.compactMap(Told.init).last
        func lie() -> LifeViolation {
            LifeViolation(
                "the order is \(standing.state), and the shop's comments end with \(present.comments.suffix(2))")
        }
        switch standing.state {
        case "failed": if told != .notSent, !model.isCancelled, !model.personCancelledJob { throw lie() }
        case "in_doubt": if told != .inDoubt, told != .twice { throw lie() }
        case "sent": if told == .notSent || told == .inDoubt || told == .sentAgain { throw lie() }
        default: break
        }
        guard present.isStatusOurs else { return }
        if present.status == 0 {
            throw LifeViolation("the order was put on the status 0 of a checkout that is not over")
        }
        let isError = present.status == LifeShop.errorStatus
        switch standing.state {
        case "failed", "in_doubt":
            if !isError, told != .twice {
                throw LifeViolation("the order is \(standing.state), and its status in the shop is \(present.status)")
            }
        case "sent":
            if isError { throw LifeViolation("the order is sent, and has the error status in the shop") }
        default: break
        }
    }

    /// The statement of a comment about the order.
    private enum Told {
        case notSent, inDoubt, sentAgain, accepted, twice

        /// - Returns: nil for a comment about something else.
        init?(_ comment: String) {
            let kinds: [(String, Told)] = [
                ("was NOT sent", .notSent), ("does not have the order", .notSent),
                ("It is not known whether", .inDoubt), ("being sent again", .sentAgain), ("was accepted twice", .twice),
                ("was sent a second time", .twice), ("was accepted", .accepted), ("is now in Frontpad", .accepted),
                ("The order is in Frontpad", .accepted),
            ]
            guard let kind = kinds.first(where: { comment.contains($0.0) })?.1 else { return nil }
            self = kind
        }
    }
}

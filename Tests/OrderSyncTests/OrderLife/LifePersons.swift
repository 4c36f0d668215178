import ChildProcess
import Intake
import JSON
import JobQueue
import SQLite
import TestSupport

@testable import OrderSync

/// The shop's command and the actions of persons.
extension LifeWorld {
    func runCommand(_ child: ChildProcess) throws -> ChildResult {
        let input = try JSON.parse(child.input)
        switch command {
        case .triesAgain: return ChildResult(ending: .exited(75))
        case .fails: return ChildResult(ending: .exited(1))
        case .failsAfterwards:
            _ = shop.apply(input)
            return ChildResult(ending: .signalled(9))
        case .works:
            let answer = shop.apply(input).serialized() + "\n"
            return ChildResult(ending: .exited(0), standardOutput: Captured(bytes: Array(answer.utf8)))
        }
    }

    /// Does what a person would do about the newest order.
    func person(_ act: LifeStep.Act) throws {
        guard let order = models.indices.last, let standing = try standing(of: order) else { return }
        let reference = OrderReference(order: LifeShop.id, incarnation: standing.incarnation)
        let actions = OrderActions(queue: queue)
        try database.write { connection in
            switch act {
            case .send:
                if case .queued = try SendRequest.make(reference, queue: queue, in: connection) {
                    models[order].personSends()
                }
            case .cancel:
                _ = try CancelRequest.make(reference, in: connection)
                models[order].personCancels(sendsAtCreation: sendsAtCreation)
            case .lookInCRM:
                guard standing.state == "in_doubt" else { return }
                if let copy = copies.last(where: { $0.order == order }) {
                    _ = try actions.resolve(reference, .sent(crmOrderID: copy.id), in: connection)
                    models[order].personSaysSent = true
                } else if case .queued = try actions.resolve(reference, .notSent, in: connection) {
                    models[order].personSaysNotSent += 1
                    models[order].personSends()
                }
            case .cancelJob, .retryJob: try person(act, jobOf: reference, order, in: connection)
            }
        }
    }

    func person(
        _ act: LifeStep.Act, jobOf reference: OrderReference, _ order: Int, in connection: Connection
    ) throws {
        let job = try connection.scalar(
            "SELECT max(id) FROM jobs WHERE kind = 'send_order' AND args = ?",
            SendOrderJob(reference: reference).args, as: Int64.self)
        guard let job else { return }
        let actions = OrderActions(queue: queue)
        if act == .cancelJob {
            guard case .done = try actions.cancel(job, in: connection) else { return }
            models[order].personCancels(sendsAtCreation: sendsAtCreation)
            models[order].personCancelledJob = true
        } else if case .done = try actions.retry(job, in: connection) {
            models[order].personSends()
        }
    }
}

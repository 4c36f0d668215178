import Intake
import JSON
import JobQueue
import SQLite
import TestSupport

@testable import OrderSync

/// The ways in which the events of the shop reach the queue.
extension LifeWorld {
    func deliver(_ number: Int, _ door: LifeStep.Door) throws {
        let event = shop.log[number]
        unheard.remove(number)
        let text = LifeShop.document(event).serialized()
        if fault == .forgetsEdits, event.kind == .changed { return hear(event) }
        switch door {
        case .command:
            _ = try OrderIntake(database: database).store([try OrderIntake.Item(Array(text.utf8))])
            hear(event)
        case .insert, .replace, .upsert:
            let verb = door == .replace ? "REPLACE" : "INSERT"
            let tail =
                door == .upsert
                ? """
                ON CONFLICT (id) DO UPDATE SET num = excluded.num, createdon = excluded.createdon,
                    createdon_local = excluded.createdon_local, status = excluded.status, event = excluded.event,
                    event_seq = excluded.event_seq, document = excluded.document, payment = excluded.payment
                """ : ""
            _ = try database.write { connection in
                try connection.run(
                    """
                    \(verb) INTO orders
                        (id, num, createdon, createdon_local, status, event, event_seq, document, payment)
                    VALUES (?, '2701/7', unixepoch(?2) * 1000, ?2, ?, ?, ?, ?, '1') \(tail)
                    """, LifeShop.id, LifeShop.createdon(event.order), event.status, event.kind.rawValue,
                    event.sequence, text)
            }
            hear(event)
        case .spool:
            let spool = SpoolFolder(path: folder.path + "/queue.db-spool")
            let path = try spool.put(Array(text.utf8), kind: .order, now: queue.clock.now())
            spooled[path] = number
        }
    }

    func hear(_ event: LifeShop.Event) {
        while models.count <= event.order { models.append(LifeModel()) }
        models[event.order].hear(event, sendsAtCreation: sendsAtCreation)
    }

    func sweep() throws {
        let spool = SpoolFolder(path: folder.path + "/queue.db-spool")
        let waiting = spool.entries().map(\.path)
        let report = try SpoolSweep(folder: spool, database: database).run()
        guard report.refused.isEmpty, report.stuck.isEmpty else {
            throw LifeViolation("the spool refuses \(report.refused) \(report.stuck)")
        }
        for number in waiting.compactMap({ spooled.removeValue(forKey: $0) }) { hear(shop.log[number]) }
        _ = try OrderSweep.run(queue)
    }
}

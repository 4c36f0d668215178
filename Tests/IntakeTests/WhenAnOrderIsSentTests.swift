import Intake
import SQLite
import TestSupport
import Testing

@Suite("When an order is sent", .ownThread)
struct WhenAnOrderIsSentTests {
    @Test("with the trigger status it is sent, whichever way its row is written", arguments: Write.allCases)
    func triggerStatus(write: Write) throws {
        let shop = try ShopDatabase()
        try shop.set("frontpadapi_send_status", "2")
        try shop.shell(write.sql(status: 1, event: "created", seq: 0))
        #expect(try shop.sendJobs == 0)
        try shop.shell(write.sql(status: 2, event: "status", seq: 5))
        #expect(try shop.sendJobs == 1)
        try shop.shell(write.sql(status: 2, event: "status", seq: 5))
        #expect(try shop.sendJobs == 1)
        let args = try shop.database.read { try $0.scalar("SELECT args FROM jobs", as: String.self) }
        #expect(args == #"{"order":1,"incarnation":1}"#)
    }

    @Test("a plain UPDATE of the status sends it")
    func plainUpdate() throws {
        let shop = try ShopDatabase()
        try shop.set("frontpadapi_send_status", "2")
        try shop.shell(Write.insert.sql(status: 1, event: "created", seq: 0))
        try shop.shell("UPDATE orders SET status = 2 WHERE id = 1")
        #expect(try shop.sendJobs == 1)
    }

    @Test("an older event after a newer one changes nothing", arguments: Write.allCases)
    func olderEvent(write: Write) throws {
        let shop = try ShopDatabase()
        try shop.set("frontpadapi_send_status", "2")
        try shop.shell(write.sql(status: 3, event: "status", seq: 9, document: "new"))
        try shop.shell(write.sql(status: 2, event: "status", seq: 5, document: "old"))
        #expect(try shop.status(of: 1) == 3)
        #expect(try shop.sendJobs == 0)
        #expect(try shop.count("SELECT count(*) FROM orders WHERE document = 'new'") == 1)
        try shop.shell("UPDATE orders SET status = 2, event_seq = 6 WHERE id = 1")
        #expect(try shop.status(of: 1) == 3)
    }

    @Test("with an empty trigger status it is sent at its created event", arguments: Write.allCases)
    func atCreation(write: Write) throws {
        let shop = try ShopDatabase()
        try shop.set("frontpadapi_send_status", "")
        try shop.shell(write.sql(status: 0, event: "created", seq: 0))
        #expect(try shop.sendJobs == 1)
    }

    @Test("with an empty trigger status, a status change of an order from before the installation sends nothing")
    func statusZeroIsNoTrigger() throws {
        let shop = try ShopDatabase()
        try shop.set("frontpadapi_send_status", "")
        try shop.shell(Write.insert.sql(status: 1, event: "status", seq: 3))
        try shop.shell(Write.replace.sql(status: 0, event: "status", seq: 4))
        #expect(try shop.sendJobs == 0)
    }

    @Test("a created event that arrives after a newer one still sends, with the newer document")
    func lateCreatedEvent() throws {
        let shop = try ShopDatabase()
        try shop.set("frontpadapi_send_status", "")
        try shop.shell(Write.insert.sql(status: 1, event: "status", seq: 3, document: "new"))
        #expect(try shop.sendJobs == 0)
        try shop.shell(Write.insert.sql(status: 0, event: "created", seq: 0, document: "old"))
        #expect(try shop.sendJobs == 1)
        #expect(try shop.count("SELECT count(*) FROM orders WHERE document = 'new' AND status = 1") == 1)
    }

    @Test("without settings nothing is sent, and the sweep sends once they are there", arguments: ["2", ""])
    func settingsArriveLate(setting: String) throws {
        let shop = try ShopDatabase()
        try shop.shell(Write.insert.sql(status: 2, event: "created", seq: 1))
        #expect(try OrderSweep.run(shop.queue) == 0)
        #expect(try shop.sendJobs == 0)
        try shop.shell("REPLACE INTO settings VALUES ('frontpadapi_send_status', '\(setting)')")
        #expect(try OrderSweep.run(shop.queue) == 1)
        #expect(try shop.sendJobs == 1)
        #expect(try OrderSweep.run(shop.queue) == 0)
    }

    @Test("a trigger status that is not a number sends nothing", arguments: ["abc", "2x", "-1", "1,2", "0x2", "2.0"])
    func unusableSetting(setting: String) throws {
        let shop = try ShopDatabase()
        try shop.set("frontpadapi_send_status", setting)
        for (seq, status) in [0, 1, 2].enumerated() {
            try shop.shell(Write.replace.sql(status: status, event: "status", seq: seq))
        }
        #expect(try OrderSweep.run(shop.queue) == 0)
        #expect(try shop.sendJobs == 0)
    }

    @Test("a new trigger status sends no order that had that status before")
    func changedSetting() throws {
        let shop = try ShopDatabase()
        try shop.set("frontpadapi_send_status", "5")
        try shop.shell(Write.insert.sql(id: 1, status: 2, event: "created", seq: 1))
        try shop.shell(
            "UPDATE crm_orders SET status_since = status_since - 1000, created_event_at = created_event_at - 1000")
        try shop.shell("REPLACE INTO settings VALUES ('frontpadapi_send_status', '2')")
        #expect(try OrderSweep.run(shop.queue) == 0)
        try shop.shell(Write.insert.sql(id: 2, num: "2611/2", status: 2, event: "status", seq: 7))
        #expect(try shop.sendJobs == 1)
        try shop.shell("DELETE FROM settings")
        try shop.shell("INSERT INTO settings VALUES ('frontpadapi_send_status', '')")
        #expect(try OrderSweep.run(shop.queue) == 0)
    }

    @Test("the sweep finds an order whose trigger an outer OR IGNORE has defeated")
    func defeatedTrigger() throws {
        let shop = try ShopDatabase()
        try shop.set("frontpadapi_send_status", "2")
        // Because of the outer OR IGNORE, SQLite skips the failing insert of the job, but stores the order's row.
        try shop.shell(
            """
            CREATE TRIGGER sabotage BEFORE INSERT ON jobs BEGIN SELECT RAISE(IGNORE); END;
            \(Write.orIgnore.sql(status: 2, event: "status", seq: 1));
            DROP TRIGGER sabotage;
            """)
        #expect(try shop.sendJobs == 0)
        #expect(try OrderSweep.run(shop.queue) == 1)
        #expect(try shop.sendJobs == 1)
    }

    @Test(
        "a status change never sends an order that is sent, being sent or in doubt",
        arguments: ["sent", "sending", "in_doubt"])
    func notAgain(state: String) throws {
        let shop = try ShopDatabase()
        try shop.set("frontpadapi_send_status", "2")
        try shop.shell(Write.insert.sql(status: 2, event: "status", seq: 1))
        try shop.setState(state, of: 1)
        for (index, write) in Write.allCases.enumerated() {
            try shop.shell(write.sql(status: 1, event: "status", seq: 2 + 2 * index))
            try shop.shell(write.sql(status: 2, event: "status", seq: 3 + 2 * index))
        }
        #expect(try OrderSweep.run(shop.queue) == 0)
        #expect(try shop.sendJobs == 0)
    }

    @Test("a failed order is sent again by an event newer than its failure, and by no other")
    func failedOrder() throws {
        let shop = try ShopDatabase()
        try shop.set("frontpadapi_send_status", "2")
        try shop.shell(Write.insert.sql(status: 2, event: "status", seq: 5))
        try shop.setState("failed", of: 1)
        try shop.shell("UPDATE crm_orders SET failed_seq = 5")
        try shop.shell(Write.insert.sql(status: 2, event: "status", seq: 5))
        #expect(try shop.sendJobs == 0)
        try shop.shell(Write.insert.sql(status: 9, event: "status", seq: 6))
        #expect(try shop.sendJobs == 0)
        try shop.shell(Write.insert.sql(status: 2, event: "status", seq: 7))
        #expect(try shop.sendJobs == 1)
    }

    @Test("an import sends only orders that were created after the installation")
    func importedOrders() throws {
        let shop = try ShopDatabase()
        try shop.set("frontpadapi_send_status", "2")
        let installedAt = Int64(try shop.count("SELECT installed_at FROM installation"))
        try shop.shell(Write.insert.sql(id: 1, createdon: installedAt - 1, status: 2, event: "import", seq: 1))
        #expect(try shop.sendJobs == 0)
        try shop.shell(
            Write.insert.sql(id: 2, num: "2", createdon: installedAt + 1, status: 2, event: "import", seq: 2))
        #expect(try shop.sendJobs == 1)
        // Later the queue sees how the old order reaches the status.
        try shop.shell(Write.insert.sql(id: 1, createdon: installedAt - 1, status: 1, event: "status", seq: 3))
        try shop.shell(Write.insert.sql(id: 1, createdon: installedAt - 1, status: 2, event: "status", seq: 4))
        #expect(try shop.sendJobs == 2)
    }

    @Test("if a shop restarts its ids, its orders are new, and the old ones are archived", arguments: Write.allCases)
    func restartedIDs(write: Write) throws {
        let shop = try ShopDatabase()
        try shop.set("frontpadapi_send_status", "2")
        try shop.shell(write.sql(num: "2611/1", status: 2, event: "status", seq: 50, document: "old"))
        try shop.setState("sent", of: 1)
        try shop.shell(
            write.sql(num: "2612/1", createdon: 1_900_000_000_000, status: 2, event: "created", seq: 1, document: "new")
        )
        #expect(try shop.sendJobs == 1)
        #expect(try shop.count("SELECT count(*) FROM archived_orders WHERE crm_state = 'sent' AND num = '2611/1'") == 1)
        #expect(try shop.count("SELECT count(*) FROM orders WHERE document = 'new' AND event_seq = 1") == 1)
        #expect(try shop.count("SELECT incarnation FROM crm_orders WHERE order_id = 1") == 2)
        #expect(try shop.count("SELECT count(*) FROM order_events WHERE event = 'archived'") == 1)
    }

    @Test("a REPLACE that names few columns keeps the others", arguments: Write.allCases)
    func unnamedColumns(write: Write) throws {
        let shop = try ShopDatabase()
        try shop.set("frontpadapi_send_status", "2")
        try shop.shell(write.sql(status: 1, event: "created", seq: 0, document: "whole"))
        try shop.shell("REPLACE INTO orders (id, status) VALUES (1, 2)")
        #expect(try shop.count("SELECT count(*) FROM orders WHERE document = 'whole' AND num = '2611/1'") == 1)
        #expect(try shop.sendJobs == 1)
    }

    @Test("the trigger inserts the same row as the queue itself")
    func jobRow() throws {
        let shop = try ShopDatabase()
        try shop.set("frontpadapi_send_status", "2")
        try shop.shell(Write.insert.sql(id: 7, status: 2, event: "status", seq: 1))
        let row = try shop.shell(
            "SELECT kind, queue, subject, state, priority, attempt, unique_key, scheduled_at = inserted_at FROM jobs")
        #expect(row == "send_order|crm|order:7|available|0|0|send_order:7:1|1\n")
        let age = try shop.count("SELECT abs(CAST(strftime('%s', 'now') AS INTEGER) - scheduled_at / 1000) FROM jobs")
        #expect(age <= 5)
    }
}

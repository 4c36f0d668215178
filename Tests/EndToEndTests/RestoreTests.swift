import Glibc
import TestSupport
import Testing

@Suite("A database that is a copy", .ownThread) struct RestoreTests {
    /// Ways in which a person may copy or replace the database without our programs. In the scripts, $0 is the
    /// database and $1 is a folder beside it.
    enum Restoring: String, CaseIterable, Sendable {
        case copiedElsewhere = #"COPY"#
        case copiedWithAllFiles = #"cp -a "${0%/*}" "$1""#
        case oldFilePutBack = #"COPY; SEND; rm -f "$0"-wal "$0"-shm; mv "$1"/* "${0%/*}""#
        case oldFileWrittenOver = #"COPY; SEND; rm -f "$0"-wal "$0"-shm; cp "$1"/* "${0%/*}""#
        case everythingWrittenOver =
            #"cp -a "${0%/*}" "$1"; SEND; rm -f "$0"-wal "$0"-shm; cp -a "$1"/queue.db* "${0%/*}"; rm -f "$0"-shm"#
        case witnessRemoved = #"rm "$0"-generation"#
    }

    /// - Returns: the path of the database to open afterwards.
    private func restore(_ restoring: Restoring, _ bridge: Bridge) throws -> String {
        let elsewhere = bridge.folder.path + "-copy"
        let send = "\(Programs.path(named: "frontpad-worker")) --drain --db \"$0\" 2>&1"
        let copy = #"mkdir "$1"; for f in "$0" "$0"-wal; do if [ -e "$f" ]; then cp "$f" "$1"; fi; done"#
        let script = "set -e; " + restoring.rawValue.replacing("COPY", with: copy).replacing("SEND", with: send)
        let result = try run(
            "bash", ["-c", script, bridge.databasePath, elsewhere], environment: bridge.environment)
        #expect(result.status == .exited(0), "\(result.stdout)\(result.stderr)")
        let isElsewhere = restoring == .copiedElsewhere || restoring == .copiedWithAllFiles
        return isElsewhere ? elsewhere + "/queue.db" : bridge.databasePath
    }

    private func queue(_ arguments: [String], _ database: String) throws -> ProgramResult {
        try run(Programs.path(named: "frontpad-queue"), arguments + ["--db", database], environment: ["TZ": "UTC"])
    }

    private func drain(_ database: String) throws -> ProgramResult {
        try run(
            Programs.path(named: "frontpad-worker"), ["--drain", "--db", database], environment: ["TZ": "UTC"])
    }

    private func clean(_ bridge: Bridge) { _ = try? run("rm", ["-rf", bridge.folder.path + "-copy"]) }

    /// Returns an order that is newer than all restores in this test.
    private func laterOrder(_ id: Int) -> String {
        Samples.order(id).replacing("2026-11-23", with: "2090-11-23")
    }

    @Test("starts with sending paused, and says so first", arguments: Restoring.allCases)
    func paused(restoring: Restoring) throws {
        let bridge = try Bridge(["language": "en"])
        defer { clean(bridge) }
        try bridge.enqueue(["order"], Samples.order(1))
        try bridge.drain()
        try bridge.enqueue(["order"], Samples.order(2))
        let database = try restore(restoring, bridge)
        let sent = try bridge.sandbox.orders().count

        let drained = try drain(database)
        #expect(drained.status == .exited(0))
        #expect(drained.stderr.contains("sending is paused"), "\(drained.stderr)")
        #expect(try bridge.sandbox.orders().count == sent)
        #expect(try queue(["status"], database).stdout.hasPrefix("PAUSED"))
        let list = try queue(["confirm"], database).stdout
        #expect(list.contains("T/2") && !list.contains("T/1"), "\(list)")
    }

    @Test("sends orders that a person confirms, puts the others in doubt, and sends new orders by itself")
    func decided()
        throws
    {
        let bridge = try Bridge(["language": "en"])
        defer { clean(bridge) }
        for id in 1...3 { try bridge.enqueue(["order"], Samples.order(id)) }
        let database = try restore(.copiedElsewhere, bridge)
        _ = try drain(database)
        _ = try run(
            Programs.path(named: "frontpad-enqueue"), ["order", "--db", database], stdin: laterOrder(4))
        _ = try drain(database)
        #expect(try bridge.sandbox.orders().isEmpty)

        #expect(try queue(["confirm", "T/1"], database).stdout == "order T/1 may be sent; sending goes on\n")
        _ = try drain(database)
        #expect(try bridge.sandbox.orders().count == 2)
        #expect(try queue(["confirm", "2", "--hold"], database).status == .exited(0))
        let states = try run(
            "sqlite3", [database, "SELECT group_concat(crm_state) FROM (SELECT * FROM crm_orders ORDER BY order_id)"])
        #expect(states.stdout == "sent,in_doubt,new,sent\n")
        #expect(try queue(["status"], database).stdout.contains("orders of before the restore wait for a person: 1"))
        #expect(try queue(["confirm", "--all"], database).stdout == "1 orders may be sent; sending goes on\n")
        #expect(try queue(["resolve", "2", "--not-sent"], database).status == .exited(0))
        _ = try drain(database)
        #expect(try bridge.sandbox.orders().count == 4)
        #expect(try queue(["confirm"], database).stdout == "nothing waits for a decision\n")
    }

    @Test("also asks about an order that the copy has lost, when the shop sends it again") func lostOrder() throws {
        let bridge = try Bridge()
        defer { clean(bridge) }
        let database = try restore(.copiedElsewhere, bridge)
        #expect(try queue(["confirm"], database).stdout.contains("no order waits for a decision"))
        #expect(try queue(["confirm", "--none"], database).status == .exited(0))
        _ = try run(
            Programs.path(named: "frontpad-enqueue"), ["orders", "--db", database],
            stdin: Samples.order(8) + "\n" + laterOrder(9) + "\n")
        _ = try drain(database)
        #expect(try bridge.sandbox.orders().count == 1)
        #expect(try queue(["confirm"], database).stdout.contains("T/8"))
    }

    @Test("is reported to the manager once") func manager() throws {
        let mail = try MailServer()
        let bridge = try Bridge([
            "manager_email": "boss@shop.example", "mail_from": "shop@shop.example",
            "smtp_url": "smtp://127.0.0.1:\(mail.port)",
        ])
        defer { clean(bridge) }
        try bridge.enqueue(["order"], Samples.order(1))
        let database = try restore(.copiedElsewhere, bridge)
        for _ in 0..<2 { _ = try drain(database) }
        let letters = try mail.letters()
        #expect(letters.count == 1)
        let subject = "Отправка заказов во Frontpad остановлена: база восстановлена из резервной копии"
        #expect(letters.first?["subject"] == subject)
        #expect(letters.first?.body?.contains("1\u{A0}заказ из неё") == true)
    }

    @Test("is not assumed if the folder was renamed, the database was vacuumed, or its modes changed")
    func original() throws {
        let bridge = try Bridge(["language": "en"])
        try bridge.enqueue(["order"], Samples.order(1))
        try bridge.drain()
        let renamed = bridge.folder.path + "-renamed"
        let script = """
            set -e; chmod 640 "$0"*; touch "$0"-generation; sqlite3 "$0" VACUUM; mv "${0%/*}" "$1"
            """
        #expect(try run("bash", ["-c", script, bridge.databasePath, renamed]).status == .exited(0))
        #expect(try queue(["status"], renamed + "/queue.db").stdout.hasPrefix("database"))
        #expect(try run("mv", [renamed, bridge.folder.path]).status == .exited(0))
        try bridge.enqueue(["order"], Samples.order(2))
        try bridge.drain()
        #expect(try bridge.sandbox.orders().count == 2)
    }

    @Test("is not assumed after a crash between the commit and the new witness", arguments: [true, false])
    func death(isOldWitnessThere: Bool) throws {
        let bridge = try Bridge(["language": "en"])
        try bridge.enqueue(["order"], Samples.order(1))
        try bridge.drain()
        let counter = try #require(try bridge.text("SELECT CAST(counter AS TEXT) FROM generation"))
        let witness = bridge.databasePath + "-generation"
        #expect(rename(witness, "\(witness).\(counter)") == 0)
        if isOldWitnessThere { Files.write(Array("old".utf8), to: witness) }
        #expect(try bridge.queue(["status"]).stdout.hasPrefix("database"))
        try bridge.enqueue(["order"], Samples.order(2))
        try bridge.drain()
        #expect(try bridge.sandbox.orders().count == 2)
        let left = try run("bash", ["-c", "ls \"$0\"*", witness]).stdout
        #expect(left == witness + "\n")
    }

    @Test("is not assumed if many programs open a fresh database at once") func together() throws {
        let folder = TemporaryDirectory()
        let script = """
            for i in 1 2 3 4 5 6 7 8; do "$0" settings set timeout 30 --db "$1" & done; wait
            "$0" settings set language en --db "$1"; "$0" status --db "$1"
            """
        let result = try run(
            "bash", ["-c", script, Programs.path(named: "frontpad-queue"), folder.path(of: "queue.db")])
        #expect(!result.stdout.contains("PAUSED"), "\(result.stdout)")
        #expect(result.stdout.contains("none yet"))
        let left = try run("bash", ["-c", "ls \"$0\"*", folder.path(of: "queue.db-generation")]).stdout
        #expect(left == folder.path(of: "queue.db-generation") + "\n")
    }
}

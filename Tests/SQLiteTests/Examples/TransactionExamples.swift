import SQLite
import TestSupport
import Testing

@Suite("The examples of transactions", .ownThread) struct TransactionExamples {
    @Test("a transfer moves money or changes nothing") func transfer() throws {
        let folder = TemporaryDirectory()
        let path = folder.path(of: "shop.db")
        // snippet: transaction
        let database = try Database(path: path)
        try database.write { connection in
            try connection.execute("CREATE TABLE accounts (name TEXT PRIMARY KEY, balance INTEGER NOT NULL) STRICT")
            try connection.run("INSERT INTO accounts VALUES (?, ?), (?, ?)", "Ada", 100, "Linus", 0)
        }

        struct NotEnough: Error {}

        func transfer(_ amount: Int, from payer: String, to payee: String) throws {
            try database.write { connection in
                try connection.run("UPDATE accounts SET balance = balance - ? WHERE name = ?", amount, payer)
                let rest = try connection.scalar("SELECT balance FROM accounts WHERE name = ?", payer, as: Int.self)
                // An error that leaves the closure rolls everything back.
                guard let rest, rest >= 0 else { throw NotEnough() }
                try connection.run("UPDATE accounts SET balance = balance + ? WHERE name = ?", amount, payee)
            }
        }
        // end snippet
        try transfer(60, from: "Ada", to: "Linus")
        #expect(throws: NotEnough.self) { try transfer(60, from: "Ada", to: "Linus") }
        let balances = try database.read {
            try $0.dictionary("SELECT name, balance FROM accounts", as: [String: Int].self)
        }
        #expect(balances == ["Ada": 40, "Linus": 60])
    }

    @Test("a savepoint undoes one part and keeps the rest") func savepoint() throws {
        let test = try TestDatabase("CREATE TABLE tags (name TEXT PRIMARY KEY) STRICT")
        let database = test.database
        // snippet: savepoint
        try database.write { connection in
            for name in ["new", "spicy", "new"] {
                do {
                    try connection.savepoint {
                        _ = try connection.run("INSERT INTO tags (name) VALUES (?)", name)
                    }
                } catch let error as SQLiteError where error.kind == .constraint {
                    // Only this insertion is undone.
                }
            }
        }
        // end snippet
        #expect(try test.database.read { try $0.column("SELECT name FROM tags ORDER BY name") } == ["new", "spicy"])
    }

    @Test("the kind of an error says whether the same call may succeed later") func kinds() throws {
        let test = try TestDatabase("CREATE TABLE tags (name TEXT PRIMARY KEY) STRICT")
        let database = test.database
        func retryLater() { Issue.record("nobody else writes here") }
        func tellAPerson(_ error: SQLiteError) { Issue.record(error) }
        // snippet: errors
        do {
            try database.write { connection in
                _ = try connection.run("INSERT INTO tags (name) VALUES (?)", "new")
            }
        } catch let error as SQLiteError {
            switch error.kind {
            case .busy, .full, .inputOutput, .tooLong: retryLater()
            case .notPermitted, .notADatabase, .constraint, .other: tellAPerson(error)
            }
        }
        // end snippet
        #expect(try test.database.read { try $0.scalar("SELECT count(*) FROM tags", as: Int.self) } == 1)
    }
}

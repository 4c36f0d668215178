import TestSupport
import Testing

@Suite("The queue without the bridge", .ownThread) struct LiftedOutTests {
    private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    private static let modules = ["JobQueue", "SQLite", "Threads"]
    private static let rooms = modules.map { "\(root)/Sources/\($0)" }

    /// Returns the modules that the Swift files in these folders import.
    private func imports(of folders: [String]) throws -> Set<String> {
        let lines = try run("grep", ["-rhE", "--include=*.swift", "^[a-z ]*import "] + folders).stdout
        return Set(lines.split(separator: "\n").compactMap { $0.split(separator: " ").last.map(String.init) })
    }

    @Test("JobQueue, SQLite and Threads use only each other and the system's libraries")
    func imports() throws {
        let own = Set(try run("ls", ["\(Self.root)/Sources"]).stdout.split(separator: "\n").map(String.init))
        #expect(own.contains("OrderSync"))
        let imported = try imports(of: Self.rooms)
        #expect(imported.intersection(own).isSubset(of: Self.modules + ["CSQLite", "CLinux"]))
        #expect(imported.isSuperset(of: ["SQLite", "CSQLite"]))
    }

    /// The prefix `frontpad_` is allowed, because the C shims have it. "Order" is a word of SQL and of English, so
    /// only identifiers that can mean a shop's order count.
    @Test("JobQueue, SQLite and Threads have no word about shops") func words() throws {
        let words = #"\bshops?\b|\bcrm|frontpad(?!_)|modx|miniShop|\borders\b|order:\d|customer|checkout|buyer|\bspool"#
        let found = try run("grep", ["-RniP", "--include=*.swift", "--include=*.sql", words] + Self.rooms)
        #expect(found.status == .exited(1), "\(found.stdout)")
        #expect(try run("grep", ["-qiP", words], stdin: "the shop's orders").status == .exited(0))
    }

    @Test("the example is a worker with JobQueue and SQLite only") func exampleImports() throws {
        #expect(try imports(of: ["\(Self.root)/Sources/jobqueue-example"]) == ["JobQueue", "SQLite"])
    }

    @Test("it inserts, runs jobs by priority, retries a failed one, and ends when none is left")
    func example() throws {
        let folder = TemporaryDirectory()
        let program = Programs.path(named: "jobqueue-example")
        let first = try run(program, [folder.path(of: "example.db")])
        #expect(first.status == .exited(0), "\(first.stderr)")
        #expect(
            first.stdout == """
                hello, Linus
                hello, Ada
                attempt 1
                attempt 2
                attempt 3
                flaky: 1 completed
                greet: 2 completed

                """)
        let second = try run(program, [folder.path(of: "example.db")])
        #expect(second.stdout.hasSuffix("flaky: 2 completed\ngreet: 4 completed\n"))
    }
}

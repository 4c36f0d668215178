import TestSupport
import Testing

/// These tests check what becomes of the processes of the shop's command.
@Suite("The shop's command", .ownThread) struct ShopCommandLifeTests {
    /// Returns a shop with an order that waits for its update. Its command runs until it is killed. Each start of the
    /// command writes a line. If an earlier run is still alive, it writes another line. A run counts as alive while
    /// the command or its child lives.
    private func shop() throws -> (Bridge, folder: TemporaryDirectory) {
        let bridge = try Bridge(["matched_statuses": "1:1, 3:2, 12:3, 4:4, 10:5"])
        try bridge.enqueue(["order"], Samples.order(1))
        try bridge.drain()
        let shop = ShopCommand(
            in: bridge.folder,
            broken: """
                exec 9>>alive
                flock -n 9 || echo together >> runs
                echo run >> runs
                sleep 1000
                """)
        _ = try bridge.queue(["settings", "set", "shop_command", shop.path])
        #expect(try bridge.enqueue(["crm-status", "--order", "1", "3"]).status == .exited(0))
        return (bridge, bridge.folder)
    }

    private func runs(_ bridge: Bridge) -> [String] {
        String(decoding: Files.read(bridge.folder.path(of: "runs")) ?? [], as: UTF8.self).split(separator: "\n")
            .map(String.init)
    }

    @Test("ends with its worker that is killed, with all that it has started, and only then runs again")
    func killedWorker() throws {
        let (bridge, folder) = try shop()
        let doomed = try bridge.startWorker()
        try eventually("the first run of the command", look: runs(bridge)) { $0 == ["run"] }
        doomed.send(9)
        #expect(try doomed.finish() == .signalled(9))
        // The lock becomes free when the command and its child have ended.
        #expect(try run("flock", ["-w", "60", folder.path(of: "alive"), "true"]).status == .exited(0))

        let other = try bridge.startWorker()
        try eventually("the second run of the command", look: runs(bridge)) { $0.count >= 2 }
        #expect(runs(bridge) == ["run", "run"])
        other.send(9)
        _ = try other.finish()
    }

    @Test("is not run by a worker that takes over at once while the killed worker's command still lives")
    func takenOver() throws {
        let (bridge, _) = try shop()
        let doomed = try bridge.startWorker()
        try eventually("the first run of the command", look: runs(bridge)) { $0 == ["run"] }
        let other = try bridge.startWorker(["--json"])
        _ = try other.line(containing: #""event":"started""#, in: .errors)
        doomed.send(9)
        try eventually("the second run of the command", look: runs(bridge)) { $0.count >= 2 }
        #expect(runs(bridge) == ["run", "run"])
        other.send(9)
        _ = try other.finish()
    }
}

@Suite("A worker that is process 1 of a container", .ownThread) struct ContainerTests {
    /// Starts a worker that behaves like process 1. If a descendant loses its parent, this worker becomes its parent.
    private func worker(_ bridge: Bridge) throws -> RunningProgram {
        let script = """
            import ctypes, os, sys
            assert ctypes.CDLL(None).prctl(36, 1, 0, 0, 0) == 0  # PR_SET_CHILD_SUBREAPER
            os.execv(sys.argv[1], sys.argv[1:])
            """
        return try RunningProgram(
            "python3", ["-c", script, Programs.path(named: "frontpad-worker")], environment: bridge.environment)
    }

    /// Returns the state letters of the worker's children, such as "Z" for a zombie.
    private func children(of worker: RunningProgram) throws -> String {
        try run("ps", ["--ppid", "\(worker.processID)", "-o", "stat="]).stdout
    }

    @Test("waits for what the shop's command has left in the background, and knows how its own children ended")
    func orphans() throws {
        let bridge = try Bridge(
            [
                "matched_statuses": "1:1, 3:2, 12:3, 4:4, 10:5", "requests_per_second": "1000",
                "requests_per_minute": "60000",
            ], sandbox: ["--no-limits"])
        try bridge.enqueue(["orders"], (1...5).map { Samples.order($0) }.joined(separator: "\n"))
        try bridge.drain()
        // The command leaves processes in the background. They end before, during and after the end of the command
        // itself.
        let shop = ShopCommand(
            in: bridge.folder,
            broken: "for t in 0 0.01 0.1 0.2 0.3; do (sleep $t; echo ended >> left) >/dev/null 2>&1 & done")
        _ = try bridge.queue(["settings", "set", "shop_command", shop.path])
        for order in 1...5 { try bridge.enqueue(["crm-status", "--order", "\(order)", "3"]) }
        let worker = try worker(bridge)
        try eventually("the updates of the shop", look: (1...5).map { shop.status(of: $0) }) {
            $0 == [Int?](repeating: 2, count: 5)
        }
        try eventually("the end of what was left behind", look: Files.read(bridge.folder.path(of: "left")) ?? []) {
            $0.filter { $0 == UInt8(ascii: "\n") }.count == 25
        }
        try eventually("a worker without children", look: try children(of: worker)) { $0.isEmpty }
        let done = "SELECT count(*) FROM jobs WHERE kind = 'update_shop' AND state = 'completed'"
        try eventually("the results of the command", look: try bridge.count(done)) { $0 == 5 }
        #expect(try bridge.count("SELECT count(*) FROM attempts WHERE outcome = 'retried'") == 0)
        worker.send(15)
        #expect(try worker.finish() == .exited(0))
    }
}

import Glibc
import TestSupport
import Testing

/// Whether a test may create a user namespace and set its inotify limits. In a namespace of its own, a test does not
/// disturb other tests.
let canLimitInotify: Bool = {
    let result = try? run("unshare", ["-U", "-r", "sh", "-c", "echo 0 > /proc/sys/user/max_inotify_instances"])
    return result?.status == .exited(0)
}()

@Suite("Notifications of new jobs", .ownThread) struct NotificationTests {
    /// The arguments of `unshare` for a shell script. The script sets its user's limit for inotify instances to zero
    /// and then runs its arguments as a program.
    private static let limited = [
        "-U", "-r", "sh", "-c", #"echo 0 > /proc/sys/user/max_inotify_instances && exec "$0" "$@""#,
    ]

    @Test("a worker uses one inotify instance") func oneInstance() throws {
        let bridge = try Bridge()
        let worker = try bridge.startWorker()
        _ = try worker.line(containing: "started", in: .errors)
        try bridge.enqueue(["order"], Samples.order(1))
        _ = try worker.line(containing: "send_order order:1 attempt 1: completed", in: .errors)
        let script = "find /proc/$0/fd -lname anon_inode:inotify | wc -l"
        let count = try run("sh", ["-c", script, "\(worker.processID)"]).stdout
        #expect(count == "1\n")
    }

    @Test(
        "a worker without an inotify instance says so once with advice, and still works", .enabled(if: canLimitInotify))
    func refused() throws {
        let bridge = try Bridge()
        try bridge.enqueue(["order"], Samples.order(1))
        let worker = try run(
            "unshare",
            NotificationTests.limited + [
                Programs.path(named: "frontpad-worker"), "--drain", "--db", bridge.databasePath,
            ])
        #expect(worker.status == .exited(0), "\(worker.stderr)")
        let told = worker.stderr.split(separator: "\n").filter { $0.contains("fs.inotify.max_user_instances") }
        #expect(told.count == 1 && told[0].contains("trouble: "), "\(worker.stderr)")
        #expect(try bridge.state(of: 1) == "sent")
    }

    @Test("the doctor reports that a worker would get no inotify instance", .enabled(if: canLimitInotify))
    func doctor() throws {
        let bridge = try Bridge()
        let arguments = [Programs.path(named: "frontpad-queue"), "doctor", "--db", bridge.databasePath]
        let well = try run(arguments[0], Array(arguments.dropFirst()))
        #expect(well.stdout.contains("ok wake-up"), "\(well.stdout)")
        let refused = try run("unshare", NotificationTests.limited + arguments)
        #expect(refused.status == .exited(78), "\(refused.stdout)\(refused.stderr)")
        #expect(refused.stdout.contains("bad wake-up"), "\(refused.stdout)")
        #expect(refused.stdout.contains("fs.inotify.max_user_instances"), "\(refused.stdout)")
        #expect(refused.stdout.contains("of 0 that it may have"), "\(refused.stdout)")
    }
}

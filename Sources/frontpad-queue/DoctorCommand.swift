internal import CommandLine
internal import Glibc
internal import Intake
internal import JSON
internal import JobQueue
internal import OrderSync
internal import SQLite
internal import Shop

/// `frontpad-queue doctor`: looks at everything that can be wrong with an installation, and says what to do.
struct DoctorCommand {
    /// One finding.
    private struct Finding {
        enum Verdict: String {
            case good = "ok"
            case note
            case bad
        }

        let name: String
        let verdict: Verdict
        let words: String
    }

    /// From here on a log that does not shrink is a fault and not a busy minute, in bytes.
    private static let largeLog: Int64 = 64 << 20
    private let console: Console

    init(_ console: Console) { self.console = console }

    func run() throws -> ExitStatus {
        let findings = [
            try database(), permissions(), library(), log(), try workers(), try settings(), try account(),
            try orders(), spool(),
        ].flatMap { $0 }
        if console.isJSON {
            console.print(
                .array(
                    findings.map { finding in
                        [
                            "check": .string(finding.name), "verdict": .string(finding.verdict.rawValue),
                            "text": .string(finding.words),
                        ]
                    }))
        } else {
            for finding in findings {
                console.print("\(finding.verdict.rawValue) \(finding.name)", finding.words, nameWidth: 18)
            }
        }
        return findings.contains { $0.verdict == .bad } ? .configuration : .success
    }

    /// The schema and the file system were looked at when the database was opened.
    private func database() throws -> [Finding] {
        let check = try console.read { try $0.scalar("PRAGMA quick_check(1)", as: String.self) } ?? "nothing"
        guard check == "ok" else {
            return [
                Finding(
                    name: "database", verdict: .bad,
                    words: "it is damaged (\(check)); stop the workers and restore a backup")
            ]
        }
        return [Finding(name: "database", verdict: .good, words: "\(console.location.path), schema up to date, whole")]
    }

    private func permissions() -> [Finding] {
        var status = stat()
        guard stat(console.location.path, &status) == 0 else { return [] }
        guard status.st_mode & 0o007 != 0 else {
            return [Finding(name: "permissions", verdict: .good, words: "nobody else can read the customers' data")]
        }
        return [
            Finding(
                name: "permissions", verdict: .bad,
                words: "every user of this machine can read the customers' data: chmod o-rwx \(console.location.path)*")
        ]
    }

    /// Source: <https://sqlite.org/wal.html>, "the WAL-reset bug".
    private func library() -> [Finding] {
        let version = Database.libraryVersion
        let numbers = version.split(separator: ".").compactMap { Int($0) }
        let isOld = numbers.lexicographicallyPrecedes([3, 51, 3])
        return [
            Finding(
                name: "SQLite", verdict: isOld ? .note : .good,
                words: isOld
                    ? "\(version) can lose a log where a passive checkpoint races a writer: our programs never do such "
                        + "a checkpoint; other programs that write here should set PRAGMA wal_autocheckpoint=0"
                    : version)
        ]
    }

    private func log() -> [Finding] {
        let size = console.database.logSize
        let words = "\(size >> 10) KiB"
        guard size > DoctorCommand.largeLog else { return [Finding(name: "log", verdict: .good, words: words)] }
        return [
            Finding(
                name: "log", verdict: .bad,
                words: "\(words): no worker copies it back, or a program holds the database open for reading; "
                    + "fuser \(console.location.path) shows who")
        ]
    }

    private func workers() throws -> [Finding] {
        let (workers, waiting) = try console.read { connection in
            (
                try console.queue.workers(on: connection),
                try console.queue.counts(on: connection).contains { $0.state == .available || $0.state == .scheduled }
            )
        }
        let alive = workers.count { !$0.isDead }
        if alive > 0 { return [Finding(name: "workers", verdict: .good, words: "\(alive) at work")] }
        return [
            Finding(
                name: "workers", verdict: waiting ? .bad : .note,
                words: "none runs" + (waiting ? ", and jobs wait: start frontpad-worker" : ""))
        ]
    }

    private func settings() throws -> [Finding] {
        let plan = try console.read { try QueuePlan.read(on: $0, sendmail: SyncWorker.sendmail) }
        let problems = plan.settings.problems.map { Finding(name: "settings", verdict: .bad, words: $0) }
        let notes = plan.parked.map { Finding(name: "settings", verdict: .note, words: $0) }
        let all = problems + notes
        return all.isEmpty ? [Finding(name: "settings", verdict: .good, words: "complete")] : all
    }

    private func account() throws -> [Finding] {
        let account = try console.read { try AccountState.read(queue: console.queue, on: $0) }
        guard let breaker = account.breaker else {
            return [Finding(name: "Frontpad", verdict: .good, words: "no refusal of the account is known")]
        }
        return [
            Finding(
                name: "Frontpad", verdict: .bad,
                words: "takes no orders since \(console.time(breaker.openedAt)): \(account.explanation ?? ""). "
                    + "\(account.whatToDo ?? "")")
        ]
    }

    private func orders() throws -> [Finding] {
        let counts = try console.read { try OrderSummary.counts(on: $0) }
        var findings: [Finding] = []
        if let doubts = counts[.inDoubt] {
            findings.append(
                Finding(
                    name: "orders", verdict: .bad,
                    words: "\(doubts) in doubt: look for them in Frontpad, then frontpad-queue resolve"))
        }
        if let failures = counts[.failed] {
            findings.append(
                Finding(
                    name: "orders", verdict: .note,
                    words: "\(failures) were not sent: frontpad-queue orders --state failed says why"))
        }
        return findings.isEmpty ? [Finding(name: "orders", verdict: .good, words: "none failed or in doubt")] : findings
    }

    private func spool() -> [Finding] {
        let folder = SpoolFolder(path: console.location.spoolFolder)
        guard folder.refusedCount > 0 else {
            return [Finding(name: "spool", verdict: .good, words: "\(folder.entries().count) documents wait")]
        }
        return [
            Finding(
                name: "spool", verdict: .bad,
                words:
                    "\(folder.refusedCount) documents cannot be used: \(folder.path)/refused has each with its reason")
        ]
    }
}

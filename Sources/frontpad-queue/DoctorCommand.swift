internal import CommandKit
internal import Intake
internal import JSON
internal import JobQueue
internal import OrderSync
internal import Product

/// The command `frontpad-queue doctor`.
struct DoctorCommand: CommandContext, Printing {
    static let options = Console.options
    static let command = Command(
        "doctor", "Check the installation, and say what to do about each problem.",
        discussion: [
            "The exit status is 78 if there is a problem. Where the database cannot be opened, the files are checked all the "
                + "same."
        ], parameters: [SharedOptions.json],
        examples: [Example("frontpad-queue doctor", "Check the server after a change.")]
    ) { (input, doctor: DoctorCommand) in try doctor.run(input) }

    private let location: QueueLocation
    private let opened: Result<Console, CommandError>

    init(_ input: Input) {
        location = QueueLocation(option: input[SharedOptions.db])
        do throws(CommandError) {
            opened = .success(try Console(location, creates: false))
        } catch {
            opened = .failure(error)
        }
    }

    private func run(_ input: Input) throws -> ExitStatus {
        let files = FileChecks(location)
        let findings: [Finding]
        switch opened {
        case .success(let console): findings = all(console, files)
        case .failure(let error):
            findings = [.bad("database", error.message)] + onlyFiles(files) + spool()
        }
        if input[SharedOptions.json] {
            print(.array(findings.map(\.json)))
        } else {
            for finding in findings {
                print("\(finding.verdict.rawValue) \(finding.name)", finding.words, nameWidth: 18)
            }
        }
        return findings.contains { $0.verdict == .bad } ? .configuration : .success
    }

    private func all(_ console: Console, _ files: FileChecks) -> [Finding] {
        let database = DatabaseChecks(console)
        let work = WorkChecks(console)
        return [
            check("database", database.content), check("generation", database.generation), onlyFiles(files),
            database.library(), database.wal(), check("clock", work.clock), check("jobs", work.waiting),
            health(console),
        ].flatMap { $0 }
    }

    private func onlyFiles(_ files: FileChecks) -> [Finding] {
        files.permissions() + files.fileSystem() + files.space() + files.notifications()
    }

    /// Returns the issues that `status` shows too, and a good finding for each area without issues.
    private func health(_ console: Console) -> [Finding] {
        let text = HealthText()
        do {
            let report = try console.health()
            return try HealthIssue.Area.allCases.flatMap { area in
                let issues = report[area]
                return issues.isEmpty ? [.good(area.rawValue, try good(area, console))] : issues.map(text.finding)
            }
        } catch {
            // In a damaged database, one check may fail while the others succeed.
            return [.bad("issues", "\(error)")] + spool()
        }
    }

    private func spool() -> [Finding] {
        let text = HealthText()
        let issues = HealthReport.spool(SpoolFolder(path: location.spoolFolder)).map(text.finding)
        return issues.isEmpty ? [.good(HealthIssue.Area.spool.rawValue, "empty")] : issues
    }

    private func good(_ area: HealthIssue.Area, _ console: Console) throws -> String {
        switch area {
        case .workers:
            let count = try console.read { try console.queue.workers(on: $0).count { !$0.isDead } }
            return count == 0 ? "none is running, and no job waits" : "\(count) running"
        case .settings: return "complete"
        case .frontpad: return "the account is not rejected, and no order waits for the network"
        case .queues: return "none is paused"
        case .orders: return "none failed or in doubt"
        case .mail: return "no e-mail is retried or was given up"
        case .shop: return "no update is retried or was given up"
        case .spool: return "empty"
        }
    }

    private func check(_ name: String, _ body: () throws -> [Finding]) -> [Finding] {
        do {
            return try body()
        } catch {
            return [.bad(name, "\(error)")]
        }
    }
}

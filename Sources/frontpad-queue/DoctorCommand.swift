internal import CommandKit
internal import JSON
internal import Product

/// `frontpad-queue doctor`.
struct DoctorCommand {
    static let command = Command(
        "doctor", "Check the installation, and say what to do about each problem.",
        discussion: ["The exit status is 78 if there is a problem."], parameters: [SharedOptions.json],
        examples: [Example("frontpad-queue doctor", "Check the server after a change.")]
    ) { try DoctorCommand(console: $1).run($0) }

    let console: Console

    private func run(_ input: Input) throws -> ExitStatus {
        let database = DatabaseChecks(console)
        let files = FileChecks(console.location)
        let work = WorkChecks(console)
        let findings = [
            check("database", database.content), check("generation", database.generation), files.permissions(),
            files.fileSystem(), files.space(), files.notifications(), database.library(), database.wal(),
            check("clock", work.clock),
            check("workers", work.workers), check("jobs", work.waiting), check("settings", work.settings),
            check("Frontpad", work.account), check("orders", work.orders), files.spool(),
        ].flatMap { $0 }
        if input[SharedOptions.json] {
            console.print(.array(findings.map(\.json)))
        } else {
            for finding in findings {
                console.print("\(finding.verdict.rawValue) \(finding.name)", finding.words, nameWidth: 18)
            }
        }
        return findings.contains { $0.verdict == .bad } ? .configuration : .success
    }

    /// In a damaged database one check may fail and the others succeed.
    private func check(_ name: String, _ body: () throws -> [Finding]) -> [Finding] {
        do {
            return try body()
        } catch {
            return [.bad(name, "\(error)")]
        }
    }
}

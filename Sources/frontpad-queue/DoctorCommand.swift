internal import CommandKit
internal import JSON

/// `frontpad-queue doctor`: looks at everything that can be wrong with an installation, and says what to do.
struct DoctorCommand {
    private let console: Console

    init(_ console: Console) { self.console = console }

    func run() throws -> ExitStatus {
        let database = DatabaseChecks(console)
        let files = FileChecks(console.location)
        let work = WorkChecks(console)
        let findings = [
            look("database", database.content), look("generation", database.generation), files.permissions(),
            files.fileSystem(), files.space(), database.library(), database.log(), look("clock", work.clock),
            look("workers", work.workers), look("jobs", work.waiting), look("settings", work.settings),
            look("Frontpad", work.account), look("orders", work.orders), files.spool(),
        ].flatMap { $0 }
        if console.isJSON {
            console.print(.array(findings.map(\.json)))
        } else {
            for finding in findings {
                console.print("\(finding.verdict.rawValue) \(finding.name)", finding.words, nameWidth: 18)
            }
        }
        return findings.contains { $0.verdict == .bad } ? .configuration : .success
    }

    /// In a damaged database one look may fail where another goes well.
    private func look(_ name: String, _ body: () throws -> [Finding]) -> [Finding] {
        do {
            return try body()
        } catch {
            return [.bad(name, "\(error)")]
        }
    }
}

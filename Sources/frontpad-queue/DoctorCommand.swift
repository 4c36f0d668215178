internal import CommandLine
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
            try database.content(), try database.generation(), files.permissions(), files.fileSystem(),
            files.space(database: console.database), database.library(), database.log(), try work.clock(),
            try work.workers(), try work.waiting(), try work.settings(), try work.account(), try work.orders(),
            files.spool(),
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
}

/// What a program says about itself besides its commands: the version, and the man page's closing sections.
public struct ProgramInfo: Sendable {
    public typealias Entry = (name: String, meaning: String)

    let product: String
    let version: String
    let date: String
    let exitStatuses: [(status: ExitStatus, meaning: String)]
    let environment: [Entry]
    let files: [Entry]
    let seeAlso: [String]

    /// - Parameters:
    ///   - product: what the program is part of.
    ///   - date: of the version, as "2026-11-27".
    ///   - environment: the variables that it reads.
    ///   - files: the paths that it uses.
    ///   - seeAlso: other programs with a man page in section 1.
    public init(
        product: String, version: String, date: String, exitStatuses: [(status: ExitStatus, meaning: String)],
        environment: [Entry] = [], files: [Entry] = [], seeAlso: [String] = []
    ) {
        self.product = product
        self.version = version
        self.date = date
        self.exitStatuses = exitStatuses
        self.environment = environment
        self.files = files
        self.seeAlso = seeAlso
    }
}

/// The version of a program.
public struct Release: Sendable {
    /// The name of the product that the program belongs to.
    let product: String
    let version: String
    /// The date of the version, such as "2026-11-27".
    let date: String

    public init(product: String, version: String, date: String) {
        self.product = product
        self.version = version
        self.date = date
    }
}

/// The closing sections of a man page.
public struct Manual: Sendable {
    public typealias Entry = (name: String, meaning: String)

    let exitStatuses: [(status: ExitStatus, meaning: String)]
    let environment: [Entry]
    let files: [Entry]
    let seeAlso: [String]

    /// - Parameters:
    ///   - environment: the variables that the program reads.
    ///   - files: the files that the program uses.
    ///   - seeAlso: the names of other programs with a man page in section 1.
    public init(
        exitStatuses: [(status: ExitStatus, meaning: String)], environment: [Entry] = [], files: [Entry] = [],
        seeAlso: [String] = []
    ) {
        self.exitStatuses = exitStatuses
        self.environment = environment
        self.files = files
        self.seeAlso = seeAlso
    }
}

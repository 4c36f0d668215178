import JobQueue

// The kind of job that the examples insert and run.

// snippet: kind
struct Letter: JobKind {
    static let kind = "letter"
    static let queue = "mail"
    static let maxAttempts = 5

    /// The recipient. A kind with several properties writes them as JSON.
    let args: String
}
// end snippet

// snippet: handler
/// Runs the jobs of the kind `Letter`.
struct LetterHandler: JobHandler {
    let send: @Sendable (_ recipient: String) async throws -> Void

    func perform(_ letter: Letter, claim: Claim) async throws -> JobOutcome {
        try await send(letter.args)
        return .completed()
    }
}
// end snippet

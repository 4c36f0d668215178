internal import Intake

/// The body of an e-mail. It adds the name of the shop to the text. It also completes the commands in the text, so
/// that they work as printed.
struct MailBody: Sendable {
    let shopName: String?
    let databasePath: String

    /// The programs that accept the option `--db`.
    private static let programs = ["frontpad-queue", "frontpad-enqueue"]

    func text(_ body: String) -> String {
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false).map(withDatabase)
        return ([shopName.map { $0 + "\n" }] + [lines.joined(separator: "\n")]).compactMap { $0 }.joined(
            separator: "\n")
    }

    /// Adds `--db PATH` to the commands of a line, unless the database is the default one.
    private func withDatabase(_ line: Substring) -> String {
        guard databasePath != QueueLocation.defaultPath else { return String(line) }
        var words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        for index in words.indices.dropLast().reversed() where MailBody.programs.contains(words[index]) {
            words.insert("--db \(databasePath)", at: index + 2)
        }
        return words.joined(separator: " ")
    }
}

internal import ChildProcess

/// The shop's own program, which the setting `frontpadapi_shop_command` names. It runs without a shell.
enum ShopCommand {
    /// Starts the program. A test can pass its own function that plays the shop.
    typealias Run = @Sendable (ChildProcess) async throws -> ChildResult

    static let run: Run = { try await $0.runInBackground() }

    /// The exit status EX_TEMPFAIL of sysexits.h. It means that the shop is not ready.
    private static let tryAgain: Int32 = 75
    /// The maximum length of a quoted error, in Unicode scalars.
    private static let maxQuote = 300

    enum Ending: Sendable, Hashable {
        case done
        case notNow
        /// Follows the program's name in a sentence: “ended with exit status 3: no such table”.
        case failed(String)
    }

    /// - Parameters:
    ///   - command: the value of the setting.
    ///   - input: the whole standard input.
    /// - Returns: nil if the command has no words.
    /// - Throws: the error of a quotation mark that is not closed.
    static func child(_ command: String, input: String, limits: ChildProcess.Limits) throws -> ChildProcess? {
        let words = try ShellWords.split(command)
        guard let program = words.first else { return nil }
        return ChildProcess(
            program, arguments: Array(words.dropFirst()), environment: .inherited(), input: Array(input.utf8),
            limits: limits)
    }

    static func ending(of result: ChildResult) -> Ending {
        switch result.ending {
        case .exited(0): .done
        case .exited(tryAgain): .notNow
        case .exited, .signalled, .timedOut: .failed(result.ending.description + lastError(of: result))
        }
    }

    private static func lastError(of result: ChildResult) -> String {
        guard let line = result.standardError.text.split(whereSeparator: \.isNewline).last else { return "" }
        return ": " + String(line.unicodeScalars.prefix(maxQuote).map(Character.init))
    }
}

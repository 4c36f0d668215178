internal import ChildProcess

/// Passes messages to the machine's mail system.
enum Sendmail {
    static func send(_ message: MailMessage, through path: String, within limit: Duration) async -> MailOutcome {
        // Without -i, a line with a single dot would end the message. After --, no argument is read as an option.
        let child = ChildProcess(
            path, arguments: ["-i", "-f", message.from, "--"] + message.to,
            // A local program expects LF as the line end. Our messages contain CR only in line ends.
            input: message.bytes.filter { $0 != UInt8(ascii: "\r") },
            limits: .init(time: limit, output: 4096))
        do {
            let result = try await child.runInBackground()
            if result.ending == .exited(0) { return .sent }
            let words = singleLine(result.standardError.text + " " + result.standardOutput.text)
            return .failed(
                reason: "\(path) \(result.ending)" + (words.isEmpty ? "" : ": \(words)"),
                isPermanent: isPermanent(result.ending))
        } catch {
            return .failed(reason: error is CancellationError ? "\(path) was stopped" : "\(error)", isPermanent: false)
        }
    }

    private static func isPermanent(_ ending: Ending) -> Bool {
        switch ending {
        // These are EX_USAGE, EX_DATAERR, EX_NOUSER and EX_NOHOST of sysexits.h. Other codes mean a problem on this
        // machine.
        case .exited(64), .exited(65), .exited(67), .exited(68): true
        default: false
        }
    }
}

internal import ChildProcess

/// Hands messages to the machine's mail system.
enum Sendmail {
    static func send(_ message: MailMessage, through path: String, within limit: Duration) async -> MailOutcome {
        // Without -i a line with a single dot would end the message. After -- nothing is read as an option.
        let child = ChildProcess(
            path, arguments: ["-i", "-f", message.from, "--"] + message.to,
            // A local program expects LF. Our messages contain no other CR.
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
        // sysexits.h: EX_USAGE, EX_DATAERR, EX_NOUSER and EX_NOHOST. Other codes mean trouble on this machine.
        case .exited(64), .exited(65), .exited(67), .exited(68): true
        default: false
        }
    }
}

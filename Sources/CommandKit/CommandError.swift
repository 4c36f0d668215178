/// How a program ends, from sysexits.h.
public enum ExitStatus: Int32, Sendable {
    case success = 0
    /// Something was not as it was asked for; the message says what.
    case failure = 1
    case usage = 64
    /// What came in cannot be used.
    case data = 65
    /// A named file cannot be read.
    case noInput = 66
    /// A service is not there.
    case unavailable = 69
    case inputOutput = 74
    /// It may work later.
    case tryAgain = 75
    case configuration = 78
}

/// Ends a program with one line on standard error that says what to do.
public struct CommandError: Error, Sendable, CustomStringConvertible {
    public let status: Int32
    public let message: String

    public init(_ status: ExitStatus, _ message: String) { self.init(status: status.rawValue, message) }

    public init(status: Int32, _ message: String) {
        self.status = status
        self.message = message
    }

    public static func usage(_ message: String) -> CommandError { CommandError(.usage, message) }

    public var description: String { message }
}

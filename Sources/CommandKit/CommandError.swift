/// The exit status of a program. Source: sysexits.h.
public enum ExitStatus: Int32, Sendable {
    case success = 0
    /// The program could not do what the user asked for. The message says why.
    case failure = 1
    /// The command line is wrong.
    case usage = 64
    /// The input cannot be used.
    case data = 65
    /// An input file cannot be opened.
    case noInput = 66
    /// A service does not answer.
    case unavailable = 69
    /// A file cannot be created.
    case cannotCreate = 73
    /// Reading or writing failed.
    case inputOutput = 74
    /// The same command may succeed later.
    case tryAgain = 75
    case configuration = 78
}

/// An error that ends the program with an exit status and one line on standard error. The line says what to do.
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

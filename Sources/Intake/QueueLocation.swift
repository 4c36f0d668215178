internal import Glibc
internal import SQLite

/// Where the database of the queue is.
public struct QueueLocation: Sendable, Hashable {
    public static let environmentVariable = "FRONTPAD_DB"
    public static let defaultPath = "/var/lib/frontpad/queue.db"

    /// Without links, wherever the folder exists: ``DatabasePath``.
    public let path: String

    public init(path: String) { self.path = DatabasePath.resolved(path) }

    /// The same with this process's environment.
    public init(option: String?) {
        self.init(
            option: option, environment: getenv(QueueLocation.environmentVariable).map { String(cString: $0) })
    }

    /// Uses the option of the command line, else the environment, else the default. Never the current folder: for a hook that
    /// is the web root, from which a database of customers could be downloaded.
    public init(option: String?, environment: String?) {
        if let option, !option.isEmpty {
            self.init(path: option)
        } else if let environment, !environment.isEmpty {
            self.init(path: environment)
        } else {
            self.init(path: QueueLocation.defaultPath)
        }
    }

    public var folder: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The folder for documents that the database could not accept.
    public var spoolFolder: String { path + "-spool" }
}

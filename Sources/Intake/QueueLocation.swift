internal import Glibc
internal import SQLite

/// The path of the queue's database.
public struct QueueLocation: Sendable, Hashable {
    public static let environmentVariable = "FRONTPAD_DB"
    public static let defaultPath = "/var/lib/frontpad/queue.db"

    /// The path with symbolic links resolved, if its folder exists. See ``DatabasePath``.
    public let path: String

    public init(path: String) { self.path = DatabasePath.resolved(path) }

    /// Uses the option of the command line, else this process's environment, else the default path.
    public init(option: String?) {
        self.init(
            option: option, environment: getenv(QueueLocation.environmentVariable).map { String(cString: $0) })
    }

    /// Uses the option of the command line, else the given environment, else the default path. The current folder is
    /// never used. For a hook of the shop, it is the web root, and anybody could download the customers' data from
    /// there.
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

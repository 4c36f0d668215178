/// How a database is opened. Values only: the same configuration can open it in every process.
public struct Configuration: Sendable {
    /// What the connections may do.
    public enum Access: Sendable, Hashable {
        /// Creates a missing file.
        case createAndWrite
        /// A missing file is an error.
        case write
        /// Reads only; a write is an error of SQLite.
        case read
    }

    public var access: Access
    /// How long a write waits for its turn, in milliseconds. Longer: fewer refused writes beside a stuck process;
    /// shorter: a checkout that hears sooner that it must spool.
    public var busyTimeout: Int
    /// Whether the last connection to close copies the log back into the database. A program that starts for one
    /// small write leaves that to whoever stays (two to three more syncs).
    public var checkpointsOnClose: Bool
    /// The mode that files beside the database get.
    public var fileMode: UInt32

    public init(
        access: Access = .createAndWrite, busyTimeout: Int = 5_000, checkpointsOnClose: Bool = true,
        fileMode: UInt32 = 0o600
    ) {
        self.access = access
        self.busyTimeout = busyTimeout
        self.checkpointsOnClose = checkpointsOnClose
        self.fileMode = fileMode
    }
}

extension Database {
    /// How to open a database. All properties are plain values, so several processes can use the same configuration.
    public struct Configuration: Sendable {
        /// What the connections may do.
        public enum Access: Sendable, Hashable {
            /// The connections may read and write. If the file is missing, it is created.
            case createAndWrite
            /// The connections may read and write. If the file is missing, opening fails.
            case write
            /// The connections may only read. SQLite refuses a write with an error.
            case read
        }

        public var access: Access
        /// How long a write waits for the lock, in milliseconds. With a longer time-out, fewer writes fail beside a
        /// stuck process. With a shorter one, the caller learns sooner that the write failed.
        public var busyTimeout: Int
        /// Whether the last connection to close runs a checkpoint. A program that makes one small write and ends sets
        /// this to false. It saves two or three syncs, and another process runs the checkpoint later.
        public var checkpointsOnClose: Bool
        /// Whether reads have their own connection, so that they can run during a write. A program that makes one
        /// small write and ends sets this to false, because each connection must read the schema.
        public var hasReader: Bool
        /// The WAL size, in bytes, at which a commit also runs a checkpoint (``checkpoint(limit:)``). With a larger
        /// limit, there are fewer checkpoints. With a smaller one, the WAL takes less disk space and each checkpoint
        /// is shorter. A program that must not wait sets a high limit and leaves the checkpoints to other processes.
        public var largestWAL: Int64
        /// How long one statement may run, in milliseconds, or nil for no limit. A crafted trigger or view can make a
        /// statement endless; the limit ends such a statement. Waiting for locks counts too, so the limit must be
        /// longer than ``busyTimeout``. Scripts (``Connection/execute(_:)``) have no limit, because a migration of a
        /// large database takes a long time.
        public var statementLimit: Int64?
        /// The permission bits of the files that this module creates beside the database.
        public var fileMode: UInt32

        /// How much of the WAL file a checkpoint keeps for the next commits, in bytes.
        public static let retainedWALSize = RetainedWAL.size

        public init(
            access: Access = .createAndWrite, busyTimeout: Int = 5_000, checkpointsOnClose: Bool = true,
            hasReader: Bool = true,
            largestWAL: Int64 = Configuration.retainedWALSize, statementLimit: Int64? = nil, fileMode: UInt32 = 0o600
        ) {
            self.access = access
            self.busyTimeout = busyTimeout
            self.checkpointsOnClose = checkpointsOnClose
            self.hasReader = hasReader
            self.largestWAL = largestWAL
            self.statementLimit = statementLimit
            self.fileMode = fileMode
        }
    }
}

extension Database {
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
        /// shorter: a caller that hears sooner that it must do without.
        public var busyTimeout: Int
        /// Whether the last connection to close copies the log back into the database. A program that starts for one
        /// small write leaves that to whoever stays (two to three more syncs).
        public var checkpointsOnClose: Bool
        /// Whether reading has a connection of its own, beside the writer's and at the same time. A program that starts for
        /// one small write does without: each connection has to read the whole schema.
        public var hasReader: Bool
        /// After a commit that leaves a larger log, in bytes, the writer copies it back at once (``checkpoint(limit:)``).
        /// Larger: fewer checkpoints, and a program that must not wait for one leaves it to others; smaller: less disk, and
        /// a shorter checkpoint.
        public var largestWAL: Int64
        /// The mode that files beside the database get.
        public var fileMode: UInt32

        /// What a checkpoint leaves of the log's file, for the next commits to write into; in bytes.
        public static let retainedWALSize = RetainedWAL.size

        public init(
            access: Access = .createAndWrite, busyTimeout: Int = 5_000, checkpointsOnClose: Bool = true,
            hasReader: Bool = true,
            largestWAL: Int64 = Configuration.retainedWALSize, fileMode: UInt32 = 0o600
        ) {
            self.access = access
            self.busyTimeout = busyTimeout
            self.checkpointsOnClose = checkpointsOnClose
            self.hasReader = hasReader
            self.largestWAL = largestWAL
            self.fileMode = fileMode
        }
    }
}

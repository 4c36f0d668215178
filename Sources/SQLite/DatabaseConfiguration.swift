extension Database {
    /// How to open a database. It holds plain values, so that every process can use the same configuration.
    public struct Configuration: Sendable {
        /// What connections may do.
        public enum Access: Sendable, Hashable {
            /// Creates a missing file.
            case createAndWrite
            /// A missing file is an error.
            case write
            /// Reads only; a write is an error of SQLite.
            case read
        }

        public var access: Access
        /// How long a write waits for the lock, in milliseconds. Longer: fewer failed writes beside a stuck process. Shorter:
        /// the caller learns sooner that the write failed.
        public var busyTimeout: Int
        /// Whether the last connection to close runs a checkpoint. A program that starts for one small write leaves that to
        /// others and saves two to three syncs.
        public var checkpointsOnClose: Bool
        /// Whether reads have their own connection and can run beside a write. A program that starts for one small write does
        /// without, because each connection has to read the schema.
        public var hasReader: Bool
        /// The size of the WAL, in bytes, from which a commit runs a checkpoint (``checkpoint(limit:)``). Larger: fewer
        /// checkpoints; a program that must not wait sets it high and leaves them to others. Smaller: less disk, and shorter
        /// checkpoints.
        public var largestWAL: Int64
        /// The mode of the files beside the database.
        public var fileMode: UInt32

        /// How much of the WAL's file a checkpoint keeps for the next commits, in bytes.
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

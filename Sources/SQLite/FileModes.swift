internal import Glibc

/// The modes of the files that we make beside a database: the folder decides. A folder that its group may write
/// (2770) shares them with the group; any other keeps them to their owner. Nobody else ever reads them: what
/// they hold may be private.
public struct FileModes: Sendable, Hashable {
    /// As `mode_t`, whose module of origin is not the same in every build.
    public let file: UInt32
    public let folder: UInt32

    public init(besides path: String) {
        let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        var status = stat()
        let isShared = stat(parent.isEmpty ? "/" : parent, &status) == 0 && status.st_mode & S_IWGRP != 0
        file = isShared ? 0o660 : 0o600
        folder = isShared ? 0o2770 : 0o700
    }
}

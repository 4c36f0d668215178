internal import Glibc

/// The modes of files that we make beside a database. The folder decides: if its group may write (2770), the files are
/// shared with the group; otherwise only the owner may use them. Nobody else may read them, because they can hold
/// personal data.
public struct FileModes: Sendable, Hashable {
    /// A `mode_t`, whose module differs between builds.
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

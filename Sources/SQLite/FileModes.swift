internal import Glibc

/// The permission bits of the files that we create beside a database. They depend on the folder. If the folder's group
/// may write (2770), the group may use the files too. Otherwise only the owner may use them. Nobody else may read
/// them, because they can contain personal data.
public struct FileModes: Sendable, Hashable {
    /// The value of a `mode_t`. The type itself is not public, because the module that defines it differs between
    /// builds.
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

internal import CLinux
internal import Glibc

/// Which file this is, whatever its name and content: its inode and its time of birth. Both survive renaming, a change
/// of mode or content, a reboot and another mount; no copy has them. The number of the device is not part of it: it may
/// change with a reboot. Source: <https://man7.org/linux/man-pages/man2/statx.2.html>.
struct FileIdentity: Sendable, Hashable {
    let text: String

    /// - Returns: nil where there is no file of this name, or its folder may not be looked into.
    init?(of path: String) {
        var status = frontpad_file_status()
        guard frontpad_statx(path, &status) == 0 else { return nil }
        // A file system that keeps no time of birth leaves zeros.
        text = "\(status.inode):\(status.born.seconds).\(status.born.nanoseconds)"
    }
}

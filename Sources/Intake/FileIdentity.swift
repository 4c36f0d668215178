internal import CLinux
internal import Glibc

/// Identifies a file independently of its name and content: by inode and creation time. Both survive renames, changes of
/// mode or content, reboots and remounts, and no copy has them. The device number is not included because it can change
/// with a reboot. Source: <https://man7.org/linux/man-pages/man2/statx.2.html>.
struct FileIdentity: Sendable, Hashable {
    let text: String

    /// - Returns: nil if there is no such file, or its folder cannot be read.
    init?(of path: String) {
        var status = frontpad_file_status()
        guard frontpad_statx(path, &status) == 0 else { return nil }
        // File systems without creation times leave zeros.
        text = "\(status.inode):\(status.born.seconds).\(status.born.nanoseconds)"
    }
}

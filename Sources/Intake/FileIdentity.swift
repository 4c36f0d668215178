internal import CLinux
internal import Glibc

/// Identifies a file by its inode number and creation time, not by its name or content. Both values survive renames,
/// changes of mode or content, reboots and remounts, and a copy never has the same values. The device number is left
/// out because it can change at a reboot. Source: <https://man7.org/linux/man-pages/man2/statx.2.html>.
struct FileIdentity: Sendable, Hashable {
    let text: String

    /// - Returns: nil if there is no such file or its folder cannot be read.
    init?(of path: String) {
        var status = frontpad_file_status()
        guard frontpad_statx(path, &status) == 0 else { return nil }
        // A file system that stores no creation times leaves zeros here.
        text = "\(status.inode):\(status.born.seconds).\(status.born.nanoseconds)"
    }
}

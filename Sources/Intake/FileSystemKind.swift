internal import CLinux

/// The kind of file system of a folder. Network file systems are refused, because SQLite's WAL and `flock` are
/// unreliable there. All processes that use a WAL database must be on the same host (<https://sqlite.org/wal.html>).
public enum FileSystemKind: Sendable, Hashable {
    case network(String)
    /// A file system in memory. Its files are lost when the machine stops.
    case memory(String)
    /// The file system of a container. Its files are lost with the container. A folder on a mounted volume has the
    /// volume's own kind.
    case container(String)
    /// Any other file system. The text is its name, or its number in hexadecimal if this program does not know the
    /// name.
    case local(String)

    /// - Returns: nil if the folder cannot be read.
    public init?(at folder: String) {
        var status = statfs()
        guard statfs(folder, &status) == 0 else { return nil }
        let number = UInt32(truncatingIfNeeded: status.f_type)
        if let name = FileSystemKind.networkKinds[number] {
            self = .network(name)
        } else if let name = FileSystemKind.memoryKinds[number] {
            self = .memory(name)
        } else if number == 0x794C_7630 {
            self = .container("overlayfs")
        } else {
            self = .local(FileSystemKind.localKinds[number] ?? "0x" + String(number, radix: 16))
        }
    }

    // Source of the numbers: `statfs(2)` and the kernel's magic.h.
    private static let networkKinds: [UInt32: String] = [
        0x6969: "NFS", 0xFF53_4D42: "CIFS", 0xFE53_4D42: "SMB", 0x517B: "SMB", 0x0102_1997: "9P",
        0x00C3_6400: "Ceph", 0x5346_414F: "AFS", 0x6B41_4653: "AFS", 0x0BD0_0BD0: "Lustre", 0x0116_1970: "GFS2",
    ]
    private static let memoryKinds: [UInt32: String] = [0x0102_1994: "tmpfs", 0x8584_58F6: "ramfs"]
    private static let localKinds: [UInt32: String] = [
        0xEF53: "ext4", 0x5846_5342: "XFS", 0x9123_683E: "Btrfs", 0x2FC1_2FC1: "ZFS", 0xF2F5_2010: "F2FS",
        0x6573_5546: "FUSE",
    ]
}

internal import CLinux

/// Network file systems, on which neither SQLite's WAL nor `flock` can be relied upon
/// (<https://sqlite.org/wal.html>: all processes must be on the same host).
enum FileSystemKind {
    /// Source of the numbers: `statfs(2)` and the kernel's magic.h.
    private static let networkKinds: [UInt32: String] = [
        0x6969: "NFS", 0xFF53_4D42: "CIFS", 0xFE53_4D42: "SMB", 0x517B: "SMB", 0x0102_1997: "9P",
        0x00C3_6400: "Ceph", 0x5346_414F: "AFS", 0x6B41_4653: "AFS", 0x0BD0_0BD0: "Lustre", 0x0116_1970: "GFS2",
    ]

    /// - Returns: the name of the network file system that the folder is on; nil for a local one.
    static func network(at folder: String) -> String? {
        var status = statfs()
        guard statfs(folder, &status) == 0 else { return nil }
        return networkKinds[UInt32(truncatingIfNeeded: status.f_type)]
    }
}

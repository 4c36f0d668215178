internal import Glibc
internal import SQLite

/// A file beside the database. A writer changes it after a commit, so that workers look for jobs at once. Any program
/// can ring it (`printf x > queue.db-doorbell`). It carries no data, and a lost ring loses no job.
public struct Doorbell: Sendable {
    public let path: String

    public init(databasePath: String) { path = databasePath + "-doorbell" }

    /// Wakes the workers. This takes about 30 microseconds. If it fails, the workers find the job at their next look.
    public func ring() {
        var file = SideFile.open(path, O_WRONLY)
        if file < 0, errno == ENOENT { file = create() }
        guard file >= 0 else { return }
        var byte: UInt8 = 0x0a
        pwrite(file, &byte, 1, 0)
        close(file)
    }

    /// Creates the file, so that it can be watched.
    func create() -> Int32 {
        let mode = FileModes(besides: path).file
        let file = SideFile.open(path, O_WRONLY | O_CREAT, mode: mode)
        if file >= 0 { fchmod(file, mode) }
        return file
    }
}

internal import Glibc
internal import SQLite
internal import Synchronization

/// The error of a worker that cannot create its lock file.
public struct LivenessFileError: Error, Sendable, CustomStringConvertible {
    public let path: String
    public let reason: String
    public var description: String { "cannot create the worker's lock file \(path): \(reason)" }
}

/// A worker's lock file. The worker holds an `flock` on it, which shows that the worker is alive. The kernel releases
/// the lock when the process ends for any reason. The file contains the inode number of the database file that the
/// worker has open. Source: <https://man7.org/linux/man-pages/man2/flock.2.html>.
final class LivenessFile: Sendable {
    private let path: String
    private let descriptor: Mutex<Int32>

    init(databasePath: String, worker: String) throws {
        path = LivenessFile.path(databasePath: databasePath, worker: worker)
        let folder = LivenessFile.folder(databasePath: databasePath)
        let modes = FileModes(besides: databasePath)
        let isFolder = SideFile.makeFolder(folder, mode: modes.folder)
        let file = isFolder ? SideFile.open(path, O_RDWR | O_CREAT | O_EXCL, mode: modes.file) : -1
        guard file >= 0, flock(file, LOCK_EX | LOCK_NB) == 0 else {
            throw LivenessFileError(path: path, reason: String(cString: strerror(errno)))
        }
        fchmod(file, modes.file)
        if let number = DatabaseFiles.number(at: databasePath) {
            let text = Array("\(number)\n".utf8)
            _ = write(file, text, text.count)
        }
        descriptor = Mutex(file)
    }

    func remove() {
        descriptor.withLock { descriptor in
            guard descriptor >= 0 else { return }
            unlink(path)
            close(descriptor)
            descriptor = -1
        }
    }

    deinit { remove() }

    /// Returns true if the worker is certainly lost to this database. Either nobody holds the lock on its file, or the
    /// worker still has a database file open that has been replaced. A missing lock file proves nothing, because
    /// somebody may have cleaned the folder.
    static func isDead(_ worker: String, databasePath: String) -> Bool {
        // Open the file for reading only. Watchers of the folder react when a descriptor for writing is closed, and
        // this check must not wake them.
        let file = SideFile.open(path(databasePath: databasePath, worker: worker), O_RDONLY)
        guard file >= 0 else { return false }
        defer { close(file) }
        return flock(file, LOCK_EX | LOCK_NB) == 0 || servesAnotherFile(file, databasePath: databasePath)
    }

    private static func servesAnotherFile(_ file: Int32, databasePath: String) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = read(file, &bytes, bytes.count)
        // Older workers did not write a number.
        guard let number = UInt64(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).prefix { $0.isNumber })
        else { return false }
        return number != DatabaseFiles.number(at: databasePath)
    }

    static func removeFile(of worker: String, databasePath: String) {
        unlink(path(databasePath: databasePath, worker: worker))
    }

    static func folder(databasePath: String) -> String { databasePath + "-workers" }

    private static func path(databasePath: String, worker: String) -> String {
        folder(databasePath: databasePath) + "/" + worker.map { $0 == "/" ? "_" : String($0) }.joined() + ".lock"
    }
}

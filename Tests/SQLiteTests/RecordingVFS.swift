import CSQLite
import Glibc

/// Records in order what SQLite does to the files of one database. The recorder is below ``RetainedWAL``, so it sees
/// the calls that reach the file system. Install it in a separate process, before that process opens its first
/// database.
enum RecordingVFS {
    enum File: Sendable { case database, wal }

    enum Operation: Sendable {
        case write(File, offset: Int, [UInt8])
        case truncate(File, length: Int)
        case sync(File)
    }

    // `nonisolated(unsafe)` is safe here, because the process that installs the recorder uses its databases on only
    // one thread.
    nonisolated(unsafe) private(set) static var operations: [Operation] = []
    nonisolated(unsafe) private static var system: UnsafeMutablePointer<sqlite3_vfs>?
    nonisolated(unsafe) private static var systemMethods: [File: UnsafePointer<sqlite3_io_methods>] = [:]
    nonisolated(unsafe) private static var methods: [File: UnsafeMutablePointer<sqlite3_io_methods>] = [:]

    static func install() {
        guard sqlite3_initialize() == SQLITE_OK, let found = sqlite3_vfs_find(nil) else { return }
        system = found
        let layer = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        layer.initialize(to: found.pointee)
        layer.pointee.zName = UnsafePointer(strdup("recording"))
        layer.pointee.pNext = nil
        layer.pointee.xOpen = { _, path, file, flags, resultFlags in
            guard let system = RecordingVFS.system, let open = system.pointee.xOpen, let file else {
                return SQLITE_CANTOPEN
            }
            let code = open(system, path, file, flags, resultFlags)
            guard code == SQLITE_OK else { return code }
            if flags & SQLITE_OPEN_MAIN_DB != 0 { RecordingVFS.cover(file, .database) }
            if flags & SQLITE_OPEN_WAL != 0 { RecordingVFS.cover(file, .wal) }
            return code
        }
        sqlite3_vfs_register(layer, 1)
    }

    private static func cover(_ file: UnsafeMutablePointer<sqlite3_file>, _ which: File) {
        guard let own = file.pointee.pMethods else { return }
        if methods[which] == nil {
            let covered = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
            covered.initialize(to: own.pointee)
            // C functions cannot capture values, so each file needs its own function.
            switch which {
            case .database:
                covered.pointee.xWrite = { RecordingVFS.write(.database, $0, $1, $2, $3) }
                covered.pointee.xTruncate = { RecordingVFS.truncate(.database, $0, $1) }
                covered.pointee.xSync = { RecordingVFS.sync(.database, $0, $1) }
            case .wal:
                covered.pointee.xWrite = { RecordingVFS.write(.wal, $0, $1, $2, $3) }
                covered.pointee.xTruncate = { RecordingVFS.truncate(.wal, $0, $1) }
                covered.pointee.xSync = { RecordingVFS.sync(.wal, $0, $1) }
            }
            systemMethods[which] = own
            methods[which] = covered
        }
        file.pointee.pMethods = methods[which].map { UnsafePointer($0) }
    }

    private static func write(
        _ which: File, _ file: UnsafeMutablePointer<sqlite3_file>?, _ bytes: UnsafeRawPointer?, _ count: Int32,
        _ offset: sqlite3_int64
    ) -> Int32 {
        let copy = Array(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
        operations.append(.write(which, offset: Int(offset), copy))
        return systemMethods[which]?.pointee.xWrite?(file, bytes, count, offset) ?? SQLITE_IOERR
    }

    private static func truncate(
        _ which: File, _ file: UnsafeMutablePointer<sqlite3_file>?, _ length: sqlite3_int64
    ) -> Int32 {
        operations.append(.truncate(which, length: Int(length)))
        return systemMethods[which]?.pointee.xTruncate?(file, length) ?? SQLITE_IOERR
    }

    private static func sync(_ which: File, _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32) -> Int32 {
        operations.append(.sync(which))
        return systemMethods[which]?.pointee.xSync?(file, flags) ?? SQLITE_IOERR
    }
}

/// Models the disk of a machine that loses its power after some of the recorded operations.
///
/// Written bytes survive only after a sync. A new length survives at once, because ext4 stores it in its journal with
/// the next sync of any file, before the data of this file.
struct PowerCut {
    private var inMemory: [RecordingVFS.File: [UInt8]] = [:]
    private var onDisk: [RecordingVFS.File: [UInt8]] = [:]

    mutating func apply(_ operation: RecordingVFS.Operation) {
        switch operation {
        case .write(let file, let offset, let bytes):
            var content = inMemory[file] ?? []
            if content.count < offset + bytes.count {
                content += [UInt8](repeating: 0, count: offset + bytes.count - content.count)
            }
            inMemory[file] = nil
            content.replaceSubrange(offset..<offset + bytes.count, with: bytes)
            inMemory[file] = content
        case .truncate(let file, let length):
            inMemory[file] = Array((inMemory[file] ?? []).prefix(length))
            onDisk[file] = Array((onDisk[file] ?? []).prefix(length))
        case .sync(let file):
            onDisk[file] = inMemory[file]
        }
    }

    /// Returns the file's content on the disk if the power is cut now.
    func image(of file: RecordingVFS.File) -> [UInt8] { onDisk[file] ?? [] }
}

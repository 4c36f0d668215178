internal import Glibc
internal import SQLite

/// A folder for documents that the database could not accept when they arrived. Each document is one file. The file is
/// written under a temporary name and then renamed, so a file with its final name is complete. Any program may put
/// files there.
public struct SpoolFolder: Sendable {
    /// The kind of document in a file. The file's name starts with it.
    public enum Kind: String, Sendable, CaseIterable {
        /// An order document in the form that `frontpad-enqueue order` reads.
        case order
        /// A webhook in the form that ``SpooledWebhook`` writes.
        case hook
        /// An article to check, in the form that ``SavedArticle`` writes.
        case article
        /// Settings in the form that `frontpad-enqueue settings` reads.
        case settings
    }

    public struct Entry: Sendable, Hashable {
        public let kind: Kind
        public let path: String
        public let name: String
        /// When the file was written, in nanoseconds since 1970. It is 0 if the file has just been taken.
        public let modifiedAt: Int64
    }

    /// A file could not be written or read.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        public let path: String
        public let errno: Int32
        public var description: String { "\(path): \(String(cString: strerror(errno)))" }
        /// Whether the name leads to a link, a device, or a file that has another name too.
        var isNoPlainFile: Bool { errno == ELOOP }
    }

    public let path: String

    public init(path: String) { self.path = path }

    /// Writes a document to a file. The file is synced to the disk when this function returns.
    ///
    /// - Returns: the path of the file.
    @discardableResult
    public func put(_ bytes: [UInt8], kind: Kind, now: Int64) throws(Failure) -> String {
        let modes = FileModes(besides: path)
        guard SideFile.makeFolder(path, mode: modes.folder) else { throw Failure(path: path, errno: errno) }
        let unique = "\(now)-\(getpid())-" + String(UInt32.random(in: .min ... .max), radix: 36)
        let name = "\(kind.rawValue)-\(unique).json"
        let temporary = "\(path)/.\(name)"
        do throws(Failure) {
            try write(bytes, to: temporary, mode: modes.file)
            guard rename(temporary, "\(path)/\(name)") == 0 else { throw Failure(path: temporary, errno: errno) }
        } catch {
            unlink(temporary)
            throw error
        }
        SideFile.syncFolder(path)
        return "\(path)/\(name)"
    }

    private func write(_ bytes: [UInt8], to path: String, mode: mode_t) throws(Failure) {
        let file = SideFile.open(path, O_WRONLY | O_CREAT | O_EXCL, mode: mode)
        guard file >= 0 else { throw Failure(path: path, errno: errno) }
        defer { close(file) }
        fchmod(file, mode)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw Failure(path: path, errno: errno)
            }
            written += count
        }
        guard fsync(file) == 0 else { throw Failure(path: path, errno: errno) }
    }

    /// The waiting files, the oldest first. Files of the same time are sorted by name. A missing folder counts as
    /// empty.
    ///
    /// - Parameter most: after so many files, the others are left out.
    public func entries(atMost most: Int = .max) -> [Entry] {
        var entries: [Entry] = []
        SideFile.eachName(in: path) { name in
            let prefix = name.prefix { $0 != "-" }
            guard name.hasSuffix(".json"), let kind = Kind(rawValue: String(prefix)) else { return true }
            let path = "\(path)/\(name)"
            var status = stat()
            let time = stat(path, &status) == 0 ? status.st_mtim : timespec()
            entries.append(
                Entry(
                    kind: kind, path: path, name: name,
                    modifiedAt: Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000).partialValue
                        &+ Int64(time.tv_nsec)))
            return entries.count < most
        }
        return entries.sorted { ($0.modifiedAt, $0.name) < ($1.modifiedAt, $1.name) }
    }

    /// Whether a document arrived recently and still waits. If so, another program has just waited for the database in
    /// vain.
    ///
    /// - Parameters:
    ///   - milliseconds: the length of the time.
    ///   - now: milliseconds since 1970.
    public func hasNews(within milliseconds: Int64, now: Int64) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        let age = now - (Int64(status.st_mtim.tv_sec) * 1_000 + Int64(status.st_mtim.tv_nsec) / 1_000_000)
        return (-1_000..<milliseconds).contains(age) && !entries(atMost: 1).isEmpty
    }

    /// - Returns: the file's content, or nil if another process has taken the file. Reading stops soon after `limit`
    ///   bytes. A longer result means that the file is larger than the limit.
    func read(_ entry: Entry, limit: Int) throws(Failure) -> [UInt8]? {
        let file = SideFile.open(entry.path, O_RDONLY)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw Failure(path: entry.path, errno: errno)
        }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= limit {
            let count = Glibc.read(file, &buffer, buffer.count)
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw Failure(path: entry.path, errno: errno)
            }
            bytes += buffer[..<count]
        }
        return bytes
    }

    /// Deletes the file of a document that is in the database.
    func remove(_ entry: Entry) { unlink(entry.path) }

    /// Moves an unusable file to the folder `refused` and writes the reason to a second file beside it. A person can
    /// look at both.
    func refuse(_ entry: Entry, reason: String) throws(Failure) {
        let refused = path + "/refused"
        let modes = FileModes(besides: path + "/.")
        guard SideFile.makeFolder(refused, mode: modes.folder) else { throw Failure(path: refused, errno: errno) }
        unlink("\(refused)/\(entry.name).reason")
        try write(Array("\(reason)\n".utf8), to: "\(refused)/\(entry.name).reason", mode: modes.file)
        guard rename(entry.path, "\(refused)/\(entry.name)") == 0 || errno == ENOENT else {
            throw Failure(path: entry.path, errno: errno)
        }
    }

    /// The number of files in the folder `refused`, without the files with the reasons.
    public var refusedCount: Int {
        var count = 0
        SideFile.eachName(in: path + "/refused") { name in
            if name.hasSuffix(".json") { count += 1 }
            return true
        }
        return count
    }
}

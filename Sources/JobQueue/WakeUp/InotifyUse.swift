internal import CLinux
internal import Glibc
internal import SQLite

/// How much of the system's inotify limits a user has used, and whether one more worker can start to watch.
public struct InotifyUse: Sendable, Hashable {
    /// The number of instances that the user's processes hold. Processes that we may not inspect do not count.
    public let instances: Int
    /// The maximum number of instances for the user, or nil if the system does not say.
    public let limit: Int?
    /// Why a worker of the user cannot watch the folder, or nil if it can.
    public let refusal: NotificationRefusal?

    /// Counts the user's instances. If this process runs as that user, the initializer also tries to watch the folder.
    ///
    /// - Parameters:
    ///   - user: the user of the workers.
    ///   - folder: an existing folder that workers would watch.
    public init(ofUser user: UInt32, folder: String) {
        let (limit, instances) = (InotifyUse.limit(), InotifyUse.instances(ofUser: user))
        self.limit = limit
        self.instances = instances
        if user == geteuid() {
            refusal = InotifyUse.attempt(folder)
        } else if let limit, instances >= limit {
            refusal = .instances
        } else {
            refusal = nil
        }
    }

    /// Returns the number of instances that one process holds, or nil if we may not inspect the process.
    static func instances(ofProcess process: String) -> Int? {
        let folder = "/proc/\(process)/fd"
        guard let descriptors = entries(of: folder) else { return nil }
        return descriptors.count { link("\(folder)/\($0)") == "anon_inode:inotify" }
    }

    private static func instances(ofUser user: UInt32) -> Int {
        (entries(of: "/proc") ?? []).reduce(0) { sum, process in
            var status = stat()
            guard process.allSatisfy(\.isNumber), stat("/proc/\(process)", &status) == 0, status.st_uid == user else {
                return sum
            }
            return sum + (instances(ofProcess: process) ?? 0)
        }
    }

    private static func attempt(_ folder: String) -> NotificationRefusal? {
        let instance = inotify_init1(Int32(IN_CLOEXEC))
        guard instance >= 0 else { return NotificationRefusal(ofInstance: errno) }
        defer { close(instance) }
        guard inotify_add_watch(instance, folder, UInt32(IN_MODIFY)) >= 0 else {
            return NotificationRefusal(ofWatch: errno, path: folder)
        }
        return nil
    }

    /// Returns the smaller of two limits: the machine's limit and the limit of our user namespace. Sources:
    /// <https://man7.org/linux/man-pages/man7/inotify.7.html>, "/proc interfaces";
    /// <https://man7.org/linux/man-pages/man7/namespaces.7.html>, "/proc/sys/user".
    private static func limit() -> Int? {
        ["fs/inotify/max_user_instances", "user/max_inotify_instances"].compactMap { number("/proc/sys/" + $0) }.min()
    }

    private static func number(_ path: String) -> Int? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = read(file, &bytes, bytes.count)
        return Int(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).prefix { $0.isNumber })
    }

    private static func entries(of path: String) -> [String]? {
        var names: [String] = []
        let isOpen = SideFile.eachName(in: path) { name in
            names.append(name)
            return true
        }
        return isOpen ? names : nil
    }

    private static func link(_ path: String) -> String {
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = buffer.withUnsafeMutableBytes {
            readlink(path, $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
        }
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }
}

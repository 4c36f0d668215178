internal import CLinux
internal import Glibc

/// How much of the system's inotify limits one user has in use, and whether there is room for one more worker.
public struct InotifyUse: Sendable, Hashable {
    /// Instances that processes of the user hold. Where those processes are not ours to look into, they are not counted.
    public let instances: Int
    /// How many instances the user may hold; nil where the system does not say.
    public let limit: Int?
    /// nil where a worker of the user can watch the folder.
    public let refusal: NotificationRefusal?

    /// Counts, and tries it where the user is the caller.
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

    /// The instances that one process holds; nil where it may not be looked at.
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

    /// The smaller of the machine's limit and that of our user namespace. Sources:
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
        guard let folder = opendir(path) else { return nil }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private static func link(_ path: String) -> String {
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = buffer.withUnsafeMutableBytes {
            readlink(path, $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
        }
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }
}

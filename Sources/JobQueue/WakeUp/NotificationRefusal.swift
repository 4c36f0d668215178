internal import CLinux
internal import Glibc

/// Why the system does not report changes of files to this process, and what to do about it.
/// Source: the errors of <https://man7.org/linux/man-pages/man2/inotify_init.2.html> and
/// <https://man7.org/linux/man-pages/man2/inotify_add_watch.2.html>.
public enum NotificationRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// The user has no inotify instance left.
    case instances
    /// The user has no inotify watch left.
    case watches
    /// The process may open no more files.
    case openFiles
    /// Any other error, with the system's own message.
    case other(String)

    /// One sentence with the cause and then the remedy.
    public var description: String {
        switch self {
        case .instances:
            "all inotify instances of this user are taken: raise the limit (sysctl fs.inotify.max_user_instances=512)"
        case .watches:
            "all inotify watches of this user are taken: raise the limit (sysctl fs.inotify.max_user_watches=524288)"
        case .openFiles:
            "this process may open no more files: raise its limit (LimitNOFILE= of the service, or ulimit -n)"
        case .other(let reason): "inotify is refused: \(reason)"
        }
    }

    /// - Parameter code: the value of `errno` after `inotify_init1`.
    init(ofInstance code: Int32) {
        guard code == EMFILE else {
            self = .other(String(cString: strerror(code)))
            return
        }
        // Two limits give the same error: one for the process and one for the user. If the process can still open
        // another descriptor, the user's limit was reached.
        let probe = eventfd(0, Int32(EFD_CLOEXEC))
        self = probe >= 0 ? .instances : .openFiles
        if probe >= 0 { close(probe) }
    }

    /// - Parameter code: the value of `errno` after `inotify_add_watch`.
    init(ofWatch code: Int32, path: String) {
        self = code == ENOSPC ? .watches : .other("\(path): \(String(cString: strerror(code)))")
    }
}

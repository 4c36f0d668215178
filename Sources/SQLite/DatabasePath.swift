internal import Glibc

/// Resolves the path of a database. SQLite follows symbolic links to the database itself, but it derives the names of
/// the other files from the path. All programs that use the database must therefore use the same path.
public enum DatabasePath {
    /// The system follows the same maximum number of links
    /// (<https://man7.org/linux/man-pages/man7/path_resolution.7.html>).
    private static let mostLinks = 40

    /// - Returns: the absolute path without symbolic links. The file may be missing, but its folder must exist.
    ///   Otherwise the method returns the path unchanged.
    public static func resolved(_ path: String) -> String {
        var path = path
        for _ in 0..<mostLinks {
            if let real = real(path) { return real }
            // The file does not exist yet. If the path is a link, follow it, as SQLite does when it creates the file.
            guard let target = target(of: path) else { return inItsFolder(path) }
            path = target.hasPrefix("/") ? target : folder(of: path) + "/" + target
        }
        return path
    }

    private static func inItsFolder(_ path: String) -> String {
        guard let folder = real(folder(of: path)), let name = path.split(separator: "/").last else { return path }
        return folder == "/" ? "/\(name)" : "\(folder)/\(name)"
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func real(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    private static func target(of link: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = readlink(link, &buffer, buffer.count - 1)
        return count > 0 ? String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
    }
}

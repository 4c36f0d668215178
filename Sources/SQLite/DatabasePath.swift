internal import Glibc

/// The path by which a database and the files beside it are known. SQLite follows links to the database itself; the names
/// of the files beside it are made from the path, and must be the same for every program that uses the database.
public enum DatabasePath {
    /// As many as the system itself follows (<https://man7.org/linux/man-pages/man7/path_resolution.7.html>).
    private static let mostLinks = 40

    /// - Returns: the absolute path without links. The file need not exist, but its folder must; otherwise the path is
    ///   returned as it is.
    public static func resolved(_ path: String) -> String {
        var path = path
        for _ in 0..<mostLinks {
            if let real = real(path) { return real }
            // The file does not exist yet. A link to it is followed, as SQLite does when it creates the file.
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

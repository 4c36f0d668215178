import Glibc

/// The programs that `ops/build-release` has built, and whether they are up to date.
public enum ReleaseBuild {
    /// The file that `ops/build-release` writes into the folder. Its modification time is the start of the last
    /// complete build.
    public static let stamp = "built-at"

    /// The folder of the package.
    public static let package = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

    /// Returns why the programs of a folder must not be tested, or nil if they are up to date. They must not be tested
    /// if a source file has changed since they were built.
    public static func staleness(of folder: String, from package: String = package) -> String? {
        guard let built = modificationTime(of: "\(folder)/\(stamp)") else {
            return "\(folder) has no complete release build: run ops/build-release"
        }
        let sources = ["Package.swift", "Sources", "migrations", "ops/bench/queue-bench"].map { "\(package)/\($0)" }
        guard let changed = sources.lazy.compactMap({ path(changedAfter: built, at: $0) }).first else { return nil }
        return "\(changed) has changed since the programs in \(folder) were built: run ops/build-release"
    }

    static func absolutePath(of folder: String) -> String {
        guard let path = realpath(folder, nil) else { return folder }
        defer { free(path) }
        return String(cString: path)
    }

    /// Returns the modification time of a file, in nanoseconds since 1970.
    private static func modificationTime(of path: String) -> Int64? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    }

    /// Returns a file at or below a path that was changed after the given time, or nil if there is none.
    private static func path(changedAfter time: Int64, at path: String) -> String? {
        if let changed = modificationTime(of: path), changed > time { return path }
        guard let folder = opendir(path) else { return nil }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            // Skip links, because their targets are checked under their own names.
            guard !name.hasPrefix("."), entry.pointee.d_type != DT_LNK else { continue }
            if let changed = Self.path(changedAfter: time, at: "\(path)/\(name)") { return changed }
        }
        return nil
    }
}

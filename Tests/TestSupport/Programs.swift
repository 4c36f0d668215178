import Glibc

/// The programs of the package as the build that runs these tests has made them.
public enum Programs {
    /// The path of a program; it lies beside the test bundle, in debug and in release builds.
    public static func path(named name: String) -> String {
        let path = "\(folder)/\(name)"
        guard access(path, X_OK) == 0 else {
            fatalError("\(path) has not been built: let the test target depend on \(name)")
        }
        return path
    }

    private static let folder: String = {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = buffer.withUnsafeMutableBytes {
            readlink("/proc/self/exe", $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
        }
        let executable = String(decoding: buffer[..<max(0, count)], as: UTF8.self)
        return executable.lastIndex(of: "/").map { String(executable[..<$0]) } ?? "."
    }()
}

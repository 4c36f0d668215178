import Glibc

/// The programs that the tests run.
///
/// Usually these are the programs next to the test bundle, from the same build. The variable `FRONTPAD_PROGRAMS` can
/// name another folder. `ops/test` sets it to run the tests of the debug build against the release programs.
public enum Programs {
    /// Returns the path of a program.
    public static func path(named name: String) -> String {
        let path = "\(folder)/\(name)"
        guard access(path, X_OK) == 0 else {
            fatalError("\(path) has not been built: let the test target depend on \(name)")
        }
        return path
    }

    /// Whether these are the release programs that `ops/build-release` has built.
    public static var areReleased: Bool { releaseFolder != nil }

    private static let folder: String = releaseFolder ?? folderOfTheTests

    private static let releaseFolder: String? = {
        guard let folder = getenv("FRONTPAD_PROGRAMS").map({ String(cString: $0) }), !folder.isEmpty else { return nil }
        if let reason = ReleaseBuild.staleness(of: folder) { fatalError("FRONTPAD_PROGRAMS: \(reason)") }
        return ReleaseBuild.absolutePath(of: folder)
    }()

    private static let folderOfTheTests: String = {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = buffer.withUnsafeMutableBytes {
            readlink("/proc/self/exe", $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
        }
        let executable = String(decoding: buffer[..<max(0, count)], as: UTF8.self)
        return executable.lastIndex(of: "/").map { String(executable[..<$0]) } ?? "."
    }()
}

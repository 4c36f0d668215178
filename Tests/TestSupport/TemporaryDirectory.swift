import Glibc

/// A temporary folder. When the last reference to this object is released, the folder and its contents are deleted.
public final class TemporaryDirectory: Sendable {
    /// The absolute path, without a slash at the end.
    public let path: String

    /// - Parameter isInMemory: whether to make the folder in memory, if the system allows it. Writes then do not wait
    ///   for the disk. Use this for a test that writes a lot and does not simulate a power cut.
    public init(isInMemory: Bool = false) {
        let memory = "/dev/shm"
        let base =
            isInMemory && access(memory, W_OK) == 0
            ? memory : getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/frontpad-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            fatalError("no temporary folder in \(base): \(String(cString: strerror(errno)))")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        Self.remove(path)
    }

    /// Returns the path of a file in the folder. The file need not exist.
    public func path(of name: String) -> String {
        "\(path)/\(name)"
    }

    private static func remove(_ path: String) {
        if let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                guard name != ".", name != ".." else { continue }
                let child = "\(path)/\(name)"
                // Delete only the link if this is a link to a folder, because its target is not ours.
                if entry.pointee.d_type == DT_DIR {
                    // A test may have removed the permission to read the folder.
                    chmod(child, 0o700)
                    remove(child)
                } else {
                    unlink(child)
                }
            }
            closedir(folder)
        }
        rmdir(path)
    }
}

internal import Glibc

/// Opens the files beside a database. Other users may be able to write the folder, so a name can lead somewhere else: a
/// link to a file of root, a second name of somebody's file, a FIFO that blocks whoever opens it.
public enum SideFile {
    /// Opens a file and never follows a link, and never blocks.
    ///
    /// - Parameters:
    ///   - path: the path of the file. Its folder is trusted.
    ///   - flags: of open(2). `O_NOFOLLOW`, `O_NONBLOCK` and `O_CLOEXEC` are added.
    ///   - mode: of a file that is created.
    /// - Returns: the descriptor; -1 with `errno` if the file cannot be opened. `errno` is `ELOOP` for a link and for
    ///   everything else that is not a regular file with one name.
    public static func open(_ path: String, _ flags: Int32, mode: UInt32 = 0) -> Int32 {
        let file = Glibc.open(path, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, mode)
        // A FIFO without a reader.
        if file < 0, errno == ENXIO { errno = ELOOP }
        guard file >= 0 else { return -1 }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1 else {
            close(file)
            errno = ELOOP
            return -1
        }
        return file
    }

    /// Syncs a folder to the disk, so that the names of new files survive a power cut. Errors are ignored, because the
    /// content of the files is on the disk already.
    public static func syncFolder(_ path: String) {
        let folder = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    /// Reads the names in a folder, without "." and "..", in no order.
    ///
    /// - Parameters:
    ///   - path: the path of the folder.
    ///   - body: called with each name. If it returns false, the rest is not read.
    /// - Returns: false if the folder cannot be opened.
    @discardableResult
    public static func eachName(in path: String, _ body: (String) -> Bool) -> Bool {
        guard let folder = opendir(path) else { return false }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != "..", !body(name) { break }
        }
        return true
    }

    /// Makes sure that a folder exists.
    ///
    /// - Returns: false if it cannot be created, or if something else has its name, such as a link to another folder.
    public static func makeFolder(_ path: String, mode: UInt32) -> Bool {
        if mkdir(path, mode) == 0 {
            chmod(path, mode)
            return true
        }
        guard errno == EEXIST else { return false }
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            errno = ENOTDIR
            return false
        }
        return true
    }
}

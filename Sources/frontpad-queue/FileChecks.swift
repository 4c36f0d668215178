internal import Glibc
internal import Intake
internal import JobQueue

/// The doctor's checks of the files and the disk.
struct FileChecks {
    /// The free disk space that counts as too little, in bytes. With less, the queue will soon stop taking orders.
    private static let littleSpace: UInt64 = 100 << 20
    private let location: QueueLocation

    init(_ location: QueueLocation) { self.location = location }

    /// Checks that only the users who run the programs may read or write the database and the files beside it.
    func permissions() -> [Finding] {
        let path = location.path
        guard let folder = status(location.folder), let database = status(path) else { return [] }
        let isShared = folder.st_mode & S_IWGRP != 0
        var findings: [Finding] = []
        if isShared, folder.st_mode & S_ISGID == 0 {
            findings.append(
                .bad(
                    "permissions",
                    "new files in \(location.folder) do not get the folder's group: chmod g+s \(location.folder)"))
        }
        if !isShared, folder.st_uid != database.st_uid, folder.st_uid != 0 || folder.st_mode & S_IWOTH == 0 {
            findings.append(
                .bad(
                    "permissions",
                    "\(location.folder) and the database belong to different users, and no group may write there: "
                        + "chown --reference=\(path) \(location.folder)"))
        }
        if folder.st_mode & S_IWOTH != 0 {
            findings.append(
                .bad("permissions", "every user may replace files in \(location.folder): chmod o-w \(location.folder)"))
        }
        for file in FileChecks.files(of: path) {
            guard let status = status(file) else { continue }
            findings += permissions(of: file, status, database: database, folder: folder, isShared: isShared)
        }
        return findings.isEmpty ? [.good("permissions", "no other user can read the customers' data")] : findings
    }

    private static func files(of path: String) -> [String] {
        [path]
            + ["-wal", "-shm", "-lock", "-doorbell", "-generation", "-spool", "-spool/refused", "-workers"].map {
                path + $0
            }
    }

    private func permissions(
        of file: String, _ status: stat, database: stat, folder: stat, isShared: Bool
    ) -> [Finding] {
        var findings: [Finding] = []
        if status.st_mode & 0o007 != 0 {
            findings.append(
                .bad(
                    "permissions",
                    "every user of this machine can read or write \(file): chmod -R o-rwx \(file)"))
        }
        if isShared {
            if status.st_gid != folder.st_gid {
                findings.append(
                    .bad("permissions", "\(file) has another group: chgrp -R --reference=\(location.folder) \(file)"))
            }
            if status.st_mode & 0o060 != 0o060 {
                findings.append(.bad("permissions", "the group cannot write \(file): chmod -R g+rwX \(file)"))
            }
        } else if status.st_uid != database.st_uid {
            findings.append(
                .bad("permissions", "\(file) has another owner: chown -R --reference=\(location.path) \(file)"))
        }
        return findings
    }

    func fileSystem() -> [Finding] {
        switch FileSystemKind(at: location.folder) {
        case .local(let name): [.good("file system", name)]
        case .network(let name): [.bad("file system", "\(name): file locks do not work there; use a local disk")]
        case .memory(let name):
            [.bad("file system", "\(name): orders are lost when the machine restarts; use a disk")]
        case .container(let name):
            [.note("file system", "\(name): orders are lost with the container; mount a volume there")]
        case nil: []
        }
    }

    func space() -> [Finding] {
        var status = statvfs()
        guard statvfs(location.folder, &status) == 0 else { return [] }
        let free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
        let words = "\(free >> 20) MiB free"
        if free < FileChecks.littleSpace {
            return [
                .bad("disk", "\(words) in \(location.folder): free some space before the queue stops taking orders")
            ]
        }
        if status.f_files > 0, status.f_favail == 0 {
            return [
                .bad(
                    "disk",
                    "no files can be created in \(location.folder), because no inodes are free: delete some files")
            ]
        }
        return [.good("disk", words)]
    }

    /// Checks whether the kernel can still notify a worker of new jobs immediately. Its limits apply to a user.
    /// The workers run as the owner of the database, so the check looks at that user.
    func notifications() -> [Finding] {
        guard let database = status(location.path) else { return [] }
        let use = InotifyUse(ofUser: database.st_uid, folder: location.folder)
        let count = "\(use.instances) inotify instances of the workers' user are in use"
        let limit = use.limit.map { ", of \($0) that it may have" } ?? ""
        guard let refusal = use.refusal else { return [.good("wake-up", count + limit)] }
        return [
            .bad(
                "wake-up",
                "a worker that starts now finds new work by polling and not at once: \(refusal). \(count)\(limit)")
        ]
    }

    private func status(_ path: String) -> stat? {
        var status = stat()
        return stat(path, &status) == 0 ? status : nil
    }
}

import Glibc
import SQLite
import TestSupport
import Testing

@Suite("A file beside a database", .ownThread) struct SideFileTests {
    private let folder = TemporaryDirectory()
    private var victim: String { folder.path(of: "victim") }
    private var name: String { folder.path(of: "queue.db-lock") }

    private func isRefused() -> Bool {
        let file = SideFile.open(name, O_RDWR | O_CREAT, mode: 0o600)
        if file >= 0 { close(file) }
        return file < 0 && errno == ELOOP
    }

    @Test("is opened if it is a regular file, and created if it is missing") func regular() {
        for _ in 1...2 {
            let file = SideFile.open(name, O_RDWR | O_CREAT, mode: 0o600)
            #expect(file >= 0)
            close(file)
        }
    }

    @Test("is not opened through a link, under a second name, or as a FIFO or a folder") func others() {
        Files.write("secret".utf8, to: victim, mode: 0o600)
        symlink(victim, name)
        #expect(isRefused())
        unlink(name)
        // A link to a missing file must not create it.
        symlink(folder.path(of: "missing"), name)
        #expect(isRefused() && access(folder.path(of: "missing"), F_OK) != 0)
        unlink(name)
        link(victim, name)
        #expect(isRefused())
        unlink(name)
        mkfifo(name, 0o600)
        #expect(isRefused())
        #expect(SideFile.open(name, O_WRONLY) < 0 && errno == ELOOP)
        unlink(name)
        mkdir(name, 0o700)
        #expect(SideFile.open(name, O_RDONLY) < 0 && errno == ELOOP)
    }

    @Test("lies in a folder that is no link") func folders() {
        #expect(SideFile.makeFolder(folder.path(of: "queue.db-workers"), mode: 0o700))
        #expect(SideFile.makeFolder(folder.path(of: "queue.db-workers"), mode: 0o700))
        symlink("/tmp", folder.path(of: "queue.db-spool"))
        #expect(!SideFile.makeFolder(folder.path(of: "queue.db-spool"), mode: 0o700))
    }

    @Test("changes nothing elsewhere when a database is used") func database() throws {
        Files.write("secret".utf8, to: victim, mode: 0o640)
        symlink(victim, name)
        let database = try Database(path: folder.path(of: "queue.db"))
        try database.write { try $0.execute("CREATE TABLE t (x)") }
        var status = stat()
        stat(victim, &status)
        #expect(status.st_mode & 0o777 == 0o640)
        #expect(Files.read(victim) == Array("secret".utf8))
    }
}

import Glibc
import Intake
import TestSupport
import Testing

@Suite("The location of the database") struct QueueLocationTests {
    @Test("is that of the option, else of the environment, else the default, and never the current folder")
    func order() {
        #expect(QueueLocation(option: "/a.db", environment: "/b.db").path == "/a.db")
        #expect(QueueLocation(option: nil, environment: "/b.db").path == "/b.db")
        #expect(QueueLocation(option: "", environment: "").path == "/var/lib/frontpad/queue.db")
        #expect(QueueLocation(option: nil, environment: nil).path == "/var/lib/frontpad/queue.db")
    }

    @Test(
        "has a folder and a spool beside the database",
        arguments: [("/data/queue.db", "/data"), ("/queue.db", "/"), ("a/b/queue.db", "a/b")])
    func folders(path: String, folder: String) {
        #expect(QueueLocation(path: path).folder == folder)
        #expect(QueueLocation(path: path).spoolFolder == path + "-spool")
    }

    @Test("is the file itself where the path is relative or leads over links, whether the file exists or not")
    func links() {
        let folder = TemporaryDirectory()
        #expect(QueueLocation(path: "queue.db").path.hasPrefix("/"))
        #expect(symlink(folder.path, folder.path(of: "folder")) == 0)
        #expect(symlink("queue.db", folder.path(of: "link")) == 0)
        #expect(symlink("folder/link", folder.path(of: "far")) == 0)
        #expect(symlink("round", folder.path(of: "round")) == 0)
        let names = ["queue.db", "folder/queue.db", "./folder/./queue.db", "link", "far", "folder/far"]
        for exists in [false, true] {
            if exists { Files.write([], to: folder.path(of: "queue.db")) }
            for name in names {
                #expect(QueueLocation(path: folder.path(of: name)).path == folder.path(of: "queue.db"), "\(name)")
            }
        }
        #expect(QueueLocation(path: folder.path(of: "round")).path.hasSuffix("/round"))
    }

    @Test("is on a file system whose kind is known") func kind() throws {
        let process = try #require(FileSystemKind(at: "/proc"))
        guard case .local(let name) = process else {
            Issue.record("/proc is \(process)")
            return
        }
        #expect(name == "0x9fa0")
        #expect(FileSystemKind(at: "/no/such/folder") == nil)
    }
}

import Glibc
import SQLite
import TestSupport
import Testing

@Suite("File modes", .ownThread)
struct FileModesTests {
    @Test(
        "a folder that its group may write shares the files with the group; in any other, they are only the owner's",
        arguments: [(0o2770, 0o660, 0o2770), (0o770, 0o660, 0o2770), (0o700, 0o600, 0o700), (0o755, 0o600, 0o700)]
            as [(mode_t, mode_t, mode_t)])
    func folderDecides(folder: mode_t, file: mode_t, subfolder: mode_t) {
        let directory = TemporaryDirectory()
        #expect(chmod(directory.path, folder) == 0)
        let modes = FileModes(besides: directory.path(of: "test.db"))
        #expect(modes.file == file && modes.folder == subfolder)
    }

    @Test("a file in a folder that does not exist is only its owner's")
    func missingFolder() {
        #expect(FileModes(besides: "/no/such/folder/test.db").file == 0o600)
    }

    @Test(
        "the writers' lock file has the mode that it is given, whatever the umask",
        arguments: [0o660, 0o600] as [mode_t])
    func lockFile(mode: mode_t) throws {
        let test = try TestDatabase("CREATE TABLE t (v)", configuration: Database.Configuration(fileMode: mode))
        var status = stat()
        #expect(stat(test.path + "-lock", &status) == 0)
        #expect(status.st_mode & 0o7777 == mode)
    }
}

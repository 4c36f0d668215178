import CSQLite
import Glibc
import TestSupport
import Testing

@testable import SQLite

@Suite("Power cut", .ownThread)
struct PowerCutTests {
    @Test("an emptied WAL gets its header, then a sync, and only then its new length")
    func orderOfOperations() async {
        await #expect(processExitsWith: .success) {
            RecordingVFS.install()
            let test = try TestDatabase("CREATE TABLE t (v)", configuration: Database.Configuration(largestWAL: .max))
            try test.database.write { _ = try $0.run("INSERT INTO t VALUES (zeroblob(6000000))") }
            let before = RecordingVFS.operations.count
            try #require(try test.database.checkpoint() == .truncated)
            let steps = RecordingVFS.operations[before...].compactMap { operation -> String? in
                switch operation {
                case .write(.wal, let offset, let bytes): "write \(bytes.count) at \(offset)"
                case .sync(.wal): "sync"
                case .truncate(.wal, let length): "cut to \(length)"
                case .write(.database, _, _), .sync(.database), .truncate(.database, _): nil
                }
            }
            #expect(steps.suffix(3) == ["write 32 at 0", "sync", "cut to \(Database.Configuration.retainedWALSize)"])
        }
    }

    @Test("whenever the power is cut around a checkpoint, every acknowledged row is there")
    func everyImage() async {
        await #expect(processExitsWith: .success) {
            RecordingVFS.install()
            let test = try TestDatabase("CREATE TABLE t (v)", configuration: Database.Configuration(largestWAL: .max))
            // The number of recorded operations when each commit was acknowledged.
            var acknowledged = [RecordingVFS.operations.count]
            func commit(_ bytes: Int) throws {
                try test.database.write { _ = try $0.run("INSERT INTO t VALUES (zeroblob(?))", bytes) }
                acknowledged.append(RecordingVFS.operations.count)
            }
            for _ in 0..<2 {
                for _ in 0..<5 { try commit(2_000) }
                try commit(5_000_000)
                for _ in 0..<5 { try commit(2_000) }
                try #require(try test.database.checkpoint() == .truncated)
            }
            try commit(2_000)

            var disk = PowerCut()
            var images = 0
            for (index, operation) in RecordingVFS.operations.enumerated() {
                disk.apply(operation)
                // A write does not change the disk until a sync.
                if case .write = operation { continue }
                let rows = acknowledged.count { $0 <= index + 1 } - 1
                guard rows > 0 else { continue }
                let folder = TemporaryDirectory()
                let path = folder.path(of: "image.db")
                Files.write(disk.image(of: .database), to: path)
                Files.write(disk.image(of: .wal), to: path + "-wal")
                let result = try run(
                    "sqlite3", [path, "SELECT count(*) >= \(rows) FROM t; PRAGMA integrity_check"])
                #expect(result.stdout == "1\nok\n", "after operation \(index) \(operation.name): \(result.stdout)")
                images += 1
            }
            #expect(images >= 25, "\(images) images")
        }
    }
}

extension RecordingVFS.Operation {
    fileprivate var name: String {
        switch self {
        case .write(let file, _, _): "write \(file)"
        case .truncate(let file, let length): "truncate \(file) to \(length)"
        case .sync(let file): "sync \(file)"
        }
    }
}

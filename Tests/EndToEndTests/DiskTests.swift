import TestSupport
import Testing

/// Whether this machine lets a test mount a file system.
let canMount: Bool = {
    let folder = TemporaryDirectory()
    let result = try? run("unshare", ["-m", "mount", "-t", "tmpfs", "tmpfs", folder.path])
    return result?.status == .exited(0)
}()

@Suite("A disk", .ownThread, .enabled(if: canMount)) struct DiskTests {
    /// Runs a script with a small file system on $1. Only the script sees this file system. $2 is the folder of the
    /// programs.
    private func runOnSmallDisk(_ script: String) throws -> ProgramResult {
        let folder = TemporaryDirectory()
        let programs = Programs.path(named: "frontpad-enqueue").split(separator: "/").dropLast().joined(separator: "/")
        let prologue = """
            mount -t tmpfs -o size=2m tmpfs "$1" && cd "$1" && PATH="/$2:$PATH" && export FRONTPAD_DB="$1/queue.db"
            frontpad-enqueue settings <<<'{"frontpadapi_send_status":""}' >/dev/null || exit 99
            order='\(Samples.order(1))'

            """
        return try run("unshare", ["-m", "bash", "-c", prologue + script, "bash", folder.path, programs])
    }

    @Test("that is read-only: every program says so in one line, and an order that is not stored is not acknowledged")
    func readOnly() throws {
        let result = try runOnSmallDisk(
            """
            # Without a WAL, the database cannot even be opened on a read-only disk. The last close deletes the WAL.
            sqlite3 "$FRONTPAD_DB" 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
            mount -o remount,ro "$1"
            frontpad-enqueue order <<<"$order"; echo $?
            frontpad-queue status; echo $?
            frontpad-worker --drain; echo $?
            """)
        #expect(result.stdout == "75\n78\n78\n")
        let lines = result.stderr.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.first?.contains("the order was NOT taken in") == true)
    }

    @Test("that is full stores nothing by halves, and stores the order once there is space again") func full() throws {
        let result = try runOnSmallDisk(
            """
            dd if=/dev/zero of=fill bs=1k 2>/dev/null
            frontpad-enqueue order <<<"$order"; echo $?
            ls -A "$FRONTPAD_DB-spool" | wc -l
            rm fill
            sqlite3 "$FRONTPAD_DB" 'PRAGMA integrity_check; SELECT count(*) FROM orders'
            frontpad-enqueue order <<<"$order"
            """)
        #expect(result.stdout == "75\n0\nok\n0\norder 1 (T/1): stored; job 1 sends it to Frontpad\n")
        #expect(result.stderr.split(separator: "\n").count == 1)
        #expect(result.stderr.contains("NOT taken in"))
    }
}

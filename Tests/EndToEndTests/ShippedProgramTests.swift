import TestSupport
import Testing

@Suite(
    "A program as it ships", .ownThread, .enabled(if: Programs.areReleased, "FRONTPAD_PROGRAMS names no release build"))
struct ShippedProgramTests {
    /// Returns the entries for the dynamic linker, such as `["NEEDED": ["libc.so.6"]]`. A static executable has none.
    private func dynamicSection(of program: String) throws -> [String: [String]] {
        let output = try run("readelf", ["--dynamic", "--wide", Programs.path(named: program)])
        #expect(output.status == .exited(0))
        var entries: [String: [String]] = [:]
        for line in output.stdout.split(separator: "\n") {
            guard let tag = line.split(separator: "(").dropFirst().first?.split(separator: ")").first,
                let value = line.split(separator: "[").dropFirst().first?.split(separator: "]").first
            else { continue }
            entries[String(tag), default: []].append(String(value))
        }
        return entries
    }

    @Test("needs no library if a checkout waits for it") func staticExecutable() throws {
        #expect(try dynamicSection(of: "frontpad-enqueue") == [:])
        let header = try run("readelf", ["--program-headers", "--wide", Programs.path(named: "frontpad-enqueue")])
        #expect(header.stdout.contains("LOAD"))
        #expect(!header.stdout.contains("INTERP"))
    }

    @Test(
        "needs only libraries that the guide names or that every Debian has",
        arguments: [
            ("frontpad-worker", ["libsqlite3.so.0", "libcurl.so.4"]),
            ("frontpad-queue", ["libsqlite3.so.0", "libcurl.so.4"]),
            ("frontpad-crm", ["libsqlite3.so.0", "libcurl.so.4"]),
            ("frontpad-sandbox", []),
        ])
    func libraries(program: String, named: [String]) throws {
        let everywhere = ["libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6", "ld-linux-x86-64.so.2"]
        let needed = try dynamicSection(of: program)["NEEDED", default: []]
        #expect(needed.contains("libc.so.6"))
        #expect(Set(needed).subtracting(everywhere + ["ld-linux-aarch64.so.1"]) == Set(named))
    }

    @Test(
        "searches libraries in no folder of the build machine",
        arguments: ["frontpad-worker", "frontpad-queue", "frontpad-crm", "frontpad-sandbox"])
    func runPath(program: String) throws {
        let section = try dynamicSection(of: program)
        #expect(section["RPATH"] == nil)
        // SwiftPM always adds the program's own folder to the search path.
        #expect(section["RUNPATH", default: []].allSatisfy { $0 == "$ORIGIN" })
    }
}

@Suite("A release build", .ownThread) struct ReleaseBuildTests {
    @Test("is stale if a source has changed since it began, or if it is incomplete") func staleness() throws {
        let package = TemporaryDirectory()
        let programs = TemporaryDirectory()
        let create = "mkdir -p Sources/Shop migrations/shop && touch Package.swift Sources/Shop/Order.swift"
        _ = try run("bash", ["-ec", "cd \"$0\" && \(create)", package.path])
        func staleness() -> String? { ReleaseBuild.staleness(of: programs.path, from: package.path) }
        #expect(staleness()?.contains("no complete release build") == true)

        _ = try run("touch", [programs.path(of: ReleaseBuild.stamp)])
        #expect(staleness() == nil)
        _ = try run("touch", ["-d", "+1 second", package.path(of: "Sources/Shop/Order.swift")])
        #expect(staleness()?.contains("Order.swift has changed") == true)
        _ = try run("touch", ["-d", "-1 hour", package.path(of: "Sources/Shop/Order.swift")])
        #expect(staleness() == nil)
        // If a file is deleted, the time of its folder changes.
        _ = try run("touch", ["-d", "+1 second", package.path(of: "migrations/shop")])
        #expect(staleness()?.contains("migrations/shop has changed") == true)
    }
}

import SQLite
import TestSupport
import Testing

@testable import OrderSync

@Suite("The limit on lookups", .ownThread) struct LookupRateLimitTests {
    private let fixture: SyncFixture
    private let start: Int64 = 1_800_000_000_000

    init() throws { fixture = try SyncFixture() }

    private func admit(_ key: String, at seconds: Int64) throws -> Int64? {
        try fixture.database.write { try LookupRateLimit.admit(key, now: start + seconds * 1000, in: $0) }
    }

    @Test("allows the same key three times in ten minutes, and says when the next lookup is allowed")
    func sameKey() throws {
        for second: Int64 in [0, 100, 200] { #expect(try admit("phone:7", at: second) == nil) }
        #expect(try admit("phone:7", at: 300) == 300_000)
        #expect(try admit("phone:8", at: 300) == nil)
        #expect(try admit("phone:7", at: 601) == nil)
    }

    @Test("allows ten different keys per minute")
    func manyKeys() throws {
        for index: Int64 in 0..<10 { #expect(try admit("certificate:\(index)", at: index) == nil) }
        #expect(try admit("certificate:x", at: 20) == 40_000)
        #expect(try admit("certificate:x", at: 61) == nil)
    }

    @Test("does not count refused lookups, and forgets those older than an hour")
    func forgets() throws {
        for second: Int64 in 0..<3 { _ = try admit("phone:7", at: second) }
        for second: Int64 in 3..<9 { _ = try admit("phone:7", at: second) }
        #expect(try fixture.text("SELECT CAST(count(*) AS TEXT) FROM lookups") == "3")
        _ = try admit("phone:8", at: 3_700)
        #expect(try fixture.text("SELECT CAST(count(*) AS TEXT) FROM lookups") == "1")
    }

    @Test("blocks nothing after the clock has gone back")
    func clockBack() throws {
        for second: Int64 in 1_000..<1_003 { _ = try admit("phone:7", at: second) }
        #expect(try admit("phone:7", at: 0) == nil)
    }

    @Test("stores no more than 24 bits of a key, which differ from database to database")
    func hash() throws {
        let other = try SyncFixture()
        _ = try admit("phone:7", at: 0)
        _ = try other.database.write { try LookupRateLimit.admit("phone:7", now: start, in: $0) }
        let hashes = try [fixture, other].map { fixture in
            try #require(try fixture.text("SELECT CAST(key_hash AS TEXT) FROM lookups").flatMap { Int64($0) })
        }
        #expect(hashes.allSatisfy { (0...0xFF_FFFF).contains($0) })
        #expect(hashes[0] != hashes[1])
    }
}

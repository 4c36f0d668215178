import TestSupport
import Testing

@testable import Shop

@Suite("A zone file", .ownThread) struct ZoneFileTests {
    @Test("with any byte changed is refused or gives an offset, and never crashes")
    func damaged() throws {
        let bytes = try #require(Files.read(Zone.databaseFolder + "/Europe/Berlin"))
        var refused = 0
        for index in bytes.indices {
            for value: UInt8 in [0x00, 0x7F, 0xFF] where bytes[index] != value {
                var damaged = bytes
                damaged[index] = value
                guard let file = ZoneFile(bytes: damaged) else {
                    refused += 1
                    continue
                }
                for moment: Int64 in [-10_000_000_000, 0, 1_782_864_000, 10_000_000_000] {
                    _ = file.offset(at: moment)
                }
            }
        }
        #expect(refused > 0)
    }

    @Test(
        "leads from a moment to local time and back, every half hour around the changes",
        arguments: ["Europe/Moscow", "Asia/Yekaterinburg", "Europe/Berlin", "+05:00", "Pacific/Kiritimati"])
    func roundTrip(name: String) throws {
        let zone = try #require(Zone(named: name))
        for date in ["2011-03-27", "2014-10-26", "2026-03-29", "2026-10-25", "2060-10-31"] {
            let noon = try #require(LocalTime(date + " 12:00:00")).milliseconds(in: .utc)
            for half in -72...72 {
                let moment = noon + Int64(half) * 1_800_000
                let shown = LocalTime(milliseconds: moment, in: zone)
                let again = shown.milliseconds(in: zone)
                // If the clocks show an hour twice, the result is the earlier of the two moments. Otherwise it is the
                // same moment.
                #expect(again == moment || again == moment - 3_600_000, "\(date) \(half)")
                #expect(LocalTime(milliseconds: again, in: zone) == shown, "\(date) \(half)")
            }
        }
    }
}

import Testing

@testable import Shop

@Suite("Time zones") struct ZoneTests {
    @Test(
        "fixed offsets are read in every usual form",
        arguments: [
            ("+05:00", 18_000), ("+0530", 19_800), ("-3", -10_800), ("+14", 50_400), ("-00:30", -1800), ("UTC", 0),
            ("GMT", 0), ("Z", 0),
        ])
    func fixed(name: String, seconds: Int) throws {
        #expect(try #require(Zone(named: name)).offset(at: 1_763_927_787) == seconds)
    }

    @Test(
        "a name that is not a zone or leads out of the zone database is refused",
        arguments: [
            "", "+", "+15:00", "+05:60", "+12345", "+5h", "Europe", "Europe/Perm", "/etc/localtime",
            "/usr/share/zoneinfo/UTC", "../zoneinfo/Europe/Moscow", "Europe/../Europe/Moscow", "Europe//Moscow",
            "./Europe/Moscow", "Europe/Moscow/", "Europe/Moscow\0", "Europe/Moscow ", "Europe\\Moscow", "zone.tab",
            "tzdata.zi", "Европа/Москва",
        ])
    func none(name: String) {
        #expect(Zone(named: name) == nil)
    }

    @Test(
        "Russia's offset changed in 2011 and in 2014",
        arguments: [
            ("Europe/Moscow", "2010-07-01 00:00:00", 4), ("Europe/Moscow", "2011-01-01 00:00:00", 3),
            ("Europe/Moscow", "2012-01-01 00:00:00", 4), ("Europe/Moscow", "2014-12-01 00:00:00", 3),
            ("Europe/Moscow", "2050-07-01 00:00:00", 3), ("Asia/Yekaterinburg", "2012-01-01 00:00:00", 6),
            ("Asia/Yekaterinburg", "2026-07-01 00:00:00", 5),
        ])
    func russia(name: String, utc: String, hours: Int) throws {
        let zone = try #require(Zone(named: name))
        let moment = try #require(LocalTime(utc)).milliseconds(in: .utc) / 1000
        #expect(zone.offset(at: moment) == hours * 3600)
    }

    @Test(
        "the offset changes in exactly the second of the change",
        arguments: [
            ("Europe/Moscow", "2011-03-26 23:00:00", 10_800, 14_400),
            ("Europe/Moscow", "2014-10-25 22:00:00", 14_400, 10_800),
            ("Europe/Berlin", "2026-03-29 01:00:00", 3600, 7200), ("Europe/Berlin", "2026-10-25 01:00:00", 7200, 3600),
            // For years that the zone's file does not list, the rule in the file applies.
            ("Europe/Berlin", "2045-03-26 01:00:00", 3600, 7200), ("Europe/Berlin", "2045-10-29 01:00:00", 7200, 3600),
            ("Australia/Sydney", "2045-04-01 16:00:00", 39_600, 36_000),
            ("Australia/Sydney", "2045-09-30 16:00:00", 36_000, 39_600),
        ])
    func change(name: String, utc: String, before: Int, after: Int) throws {
        let zone = try #require(Zone(named: name))
        let moment = try #require(LocalTime(utc)).milliseconds(in: .utc) / 1000
        #expect(zone.offset(at: moment - 1) == before)
        #expect(zone.offset(at: moment) == after)
    }

    @Test("a zone file that was cut off anywhere is refused and does not crash")
    func truncatedFile() {
        // The file has version 2 and a single type at +03:00. Its end is cut off at different places.
        let header = { (types: UInt8) in
            Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15) + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
                + [0, 0, 0, 0, 0, 0, 0, types, 0, 0, 0, 4]
        }
        let type: [UInt8] = [0, 0, 0x2A, 0x30, 0, 0] + Array("MSK\0".utf8)
        let file = header(1) + type + header(1) + type + Array("\nMSK-3\n".utf8)
        #expect(ZoneFile(bytes: file)?.offset(at: 0) == 10_800)
        for length in 0..<(file.count - 7) {
            #expect(ZoneFile(bytes: Array(file[..<length])) == nil, "cut off at \(length)")
        }
    }

    @Test("rules of POSIX are read, with quoted names and days of every kind")
    func rules() throws {
        #expect(try #require(ZoneRule("<+05>-5")).offset(at: 0) == 18_000)
        #expect(try #require(ZoneRule("IST-5:30")).offset(at: 0) == 19_800)
        let julian = try #require(ZoneRule("AAA0BBB,J60/0,J300/0"))
        let zero = try #require(ZoneRule("AAA0BBB,59/0,299/0"))
        // In the form J60, day 60 is 1 March in every year. In the form that counts from 0, day 59 is the leap day if
        // there is one.
        let leapDay = try #require(LocalTime("2028-02-29")).milliseconds(in: .utc) / 1000
        #expect(julian.offset(at: leapDay) == 0)
        #expect(zero.offset(at: leapDay) == 3600)
        for text in [
            "", "A", "MSK", "MSK-x", "CET-1CEST,M13.1.0,M10.5.0", "CET-1CEST,M3.5.0", "CET-1CEST,M3.5.0,M1.1.0,x",
        ] {
            #expect(ZoneRule(text) == nil, "\(text)")
        }
    }
}

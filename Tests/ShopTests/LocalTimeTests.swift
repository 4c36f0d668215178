import Testing

@testable import Shop

@Suite("Local times") struct LocalTimeTests {
    @Test(
        "times are read as shops and date pickers write them",
        arguments: [
            ("2026-11-23 19:56:27", "2026-11-23 19:56:27"), ("2026-11-23T19:56", "2026-11-23 19:56:00"),
            ("2026-11-23", "2026-11-23 00:00:00"), ("24.11.2026 19:30", "2026-11-24 19:30:00"),
            ("1.2.2026 9:05", "2026-02-01 09:05:00"), ("2028-02-29 00:00", "2028-02-29 00:00:00"),
            ("1969-12-31 23:59:59", "1969-12-31 23:59:59"), ("1900-01-01", "1900-01-01 00:00:00"),
        ])
    func read(text: String, written: String) throws {
        #expect(try #require(LocalTime(text)).text == written)
    }

    @Test(
        "dates and times that do not exist are refused",
        arguments: [
            "", "0000-00-00 00:00:00", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-01-00",
            "2026-01-01 24:00", "2026-01-01 12:60", "2026-01-01 12:00:60", "2026-01-01 12", "26-01-01", "2026-01",
            "2026-01-01 12:00 +03:00", "tomorrow", "2026-1-+1", "2026-01-01 12:00:00.5", "32.01.2026", "٢٠٢٦-01-01",
        ])
    func none(text: String) {
        #expect(LocalTime(text) == nil)
    }

    @Test(
        "a local time is the moment at which the zone's clocks show it",
        arguments: [
            ("Asia/Yekaterinburg", "2026-11-23 19:56:27", "2026-11-23 14:56:27"),
            ("Europe/Moscow", "2026-11-23 19:56:27", "2026-11-23 16:56:27"),
            ("Europe/Moscow", "2013-11-23 19:56:27", "2013-11-23 15:56:27"),
            ("+05:00", "2026-11-23 03:00:00", "2026-11-22 22:00:00"),
            ("Europe/Berlin", "2026-07-01 12:00:00", "2026-07-01 10:00:00"),
        ])
    func moment(zone: String, local: String, utc: String) throws {
        let zone = try #require(Zone(named: zone))
        let milliseconds = try #require(LocalTime(local)).milliseconds(in: zone)
        #expect(LocalTime(milliseconds: milliseconds, in: .utc).text == utc)
        #expect(LocalTime(milliseconds: milliseconds, in: zone).text == local)
    }

    @Test(
        "a time that the clocks skip counts as if they had not been changed yet",
        arguments: [
            ("Europe/Berlin", "2026-03-29 02:30:00", "2026-03-29 03:30:00"),
            ("Europe/Berlin", "2026-03-29 02:00:00", "2026-03-29 03:00:00"),
            ("Europe/Moscow", "2011-03-27 02:15:00", "2011-03-27 03:15:00"),
            ("Asia/Yekaterinburg", "2011-03-27 02:59:59", "2011-03-27 03:59:59"),
        ])
    func gap(zone: String, skipped: String, shown: String) throws {
        let zone = try #require(Zone(named: zone))
        let milliseconds = try #require(LocalTime(skipped)).milliseconds(in: zone)
        #expect(LocalTime(milliseconds: milliseconds, in: zone).text == shown)
    }

    @Test(
        "a time that the clocks show twice is the first of the two",
        arguments: [
            ("Europe/Berlin", "2026-10-25 02:30:00", "2026-10-25 00:30:00"),
            ("Europe/Moscow", "2014-10-26 01:30:00", "2014-10-25 21:30:00"),
            ("Asia/Yekaterinburg", "2014-10-26 01:00:00", "2014-10-25 19:00:00"),
        ])
    func overlap(zone: String, local: String, utc: String) throws {
        let zone = try #require(Zone(named: zone))
        let milliseconds = try #require(LocalTime(local)).milliseconds(in: zone)
        #expect(LocalTime(milliseconds: milliseconds, in: .utc).text == utc)
    }

    @Test("milliseconds before 1970 round down to a second")
    func before1970() {
        #expect(LocalTime(milliseconds: -1, in: .utc).text == "1969-12-31 23:59:59")
        #expect(LocalTime(milliseconds: 999, in: .utc).text == "1970-01-01 00:00:00")
    }

    @Test("every day of eight centuries converts to its number and back")
    func calendar() {
        var expected = CivilDate.days(year: 1600, month: 1, day: 1)
        for year in 1600..<2400 {
            for month in 1...12 {
                for day in 1...CivilDate.daysInMonth(month, of: year) {
                    let date = CivilDate.date(days: expected)
                    if CivilDate.days(year: year, month: month, day: day) != expected || date != (year, month, day) {
                        Issue.record("\(year)-\(month)-\(day) is not day \(expected)")
                    }
                    expected += 1
                }
            }
        }
        #expect(CivilDate.days(year: 1970, month: 1, day: 1) == 0)
    }

    @Test("the first and the last moment that a number can hold have a date", arguments: ["+03:00", "Europe/Berlin"])
    func extremes(zone: String) throws {
        let zone = try #require(Zone(named: zone))
        #expect(LocalTime(milliseconds: .min, in: zone).text.hasPrefix("-292275055-05-16"))
        #expect(LocalTime(milliseconds: .max, in: zone).text.hasPrefix("292278994-08-17"))
    }
}

import Testing

@testable import Shop

@Suite("A rule of a zone file") struct ZoneRuleTests {
    private func offset(_ rule: String, at utc: String) throws -> Int {
        let moment = try #require(LocalTime(utc)).milliseconds(in: .utc) / 1000
        return try #require(ZoneRule(rule)).offset(at: moment)
    }

    @Test(
        "gives the offset of a moment",
        arguments: [
            ("MSK-3", "2060-07-01 00:00:00", 10_800), ("<+05>-5", "2060-07-01 00:00:00", 18_000),
            ("<-0330>3:30", "2060-07-01 00:00:00", -12_600), ("LMT-2:30:17", "2060-07-01 00:00:00", 9_017),
            // The summer offset is one hour more, unless the rule gives another offset.
            ("AAA-1BBB,M3.5.0,M10.5.0/3", "2060-07-01 00:00:00", 7_200),
            ("AAA-10:30BBB-11,M10.1.0,M4.1.0", "2060-01-01 00:00:00", 39_600),
            ("AAA-10:30BBB-11,M10.1.0,M4.1.0", "2060-07-01 00:00:00", 37_800),
            // J60 is 1 March in every year. 59 is 29 February in a leap year.
            ("AAA0BBB,J60/0,J300", "2060-02-29 23:59:59", 0), ("AAA0BBB,J60/0,J300", "2060-03-01 00:00:00", 3_600),
            ("AAA0BBB,J60/0,J300", "2061-03-01 00:00:00", 3_600), ("AAA0BBB,59/0,300", "2060-02-29 00:00:00", 3_600),
            ("AAA0BBB,59/0,300", "2061-02-28 23:59:59", 0), ("AAA0BBB,59/0,300", "2061-03-01 00:00:00", 3_600),
            // A change may happen before the day that the rule names. In Greenland it is on Saturday at 22:00.
            ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2060-03-28 00:59:59", -7_200),
            ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2060-03-28 01:00:00", -3_600),
            // The second Sunday of March 2060 is the 14th.
            ("EST5EDT,M3.2.0,M11.1.0", "2060-03-14 06:59:59", -18_000),
            ("EST5EDT,M3.2.0,M11.1.0", "2060-03-14 07:00:00", -14_400),
        ])
    func offsets(rule: String, utc: String, offset: Int) throws {
        #expect(try self.offset(rule, at: utc) == offset)
    }

    @Test(
        "is refused if it is not written as POSIX says",
        arguments: [
            "", "MSK", "-3", "AB-3", "<+05-5", "MSK-x", "MSK-1:2:3:4", "AAA-1BBB", "AAA-1BBB,M3.5.0",
            "AAA-1BBB,M13.1.0,M10.5.0", "AAA-1BBB,M3.6.0,M10.5.0", "AAA-1BBB,M3.5.7,M10.5.0", "AAA-1BBB,M3.5,M10.5.0",
            "AAA-1BBB,M3.5.0/x,M10.5.0", "AAA-1BBB,M3.5.0,M10.5.0,M11.1.0", "AAA-1BBB,,", "AAA-1BBB,Jx,J300",
            "AAA-9999999999999999:00", "AAA-1BBB,J99999999999999999,J300",
        ])
    func none(rule: String) {
        #expect(ZoneRule(rule) == nil)
    }
}

import Shop
import Testing

@Suite("The time of a pre-order") struct PreOrderTimeTests {
    @Test(
        "is read as shops write it, and of an interval the beginning counts",
        arguments: [
            ("2026-11-28 18:00:00", "2026-11-28 18:00:00"), ("2026-11-28T18:00", "2026-11-28 18:00:00"),
            ("28.11.2026 18:00", "2026-11-28 18:00:00"), ("28.11.26 18:00", "2026-11-28 18:00:00"),
            ("28/11/2026 18:30:15", "2026-11-28 18:30:15"), ("28.11.2026 18:00-19:00", "2026-11-28 18:00:00"),
            ("28.11.2026 18:00 - 19:00", "2026-11-28 18:00:00"), ("28.11.2026 с 18 до 19", "2026-11-28 18:00:00"),
            ("28.11.2026, 18.30", "2026-11-28 18:30:00"), ("28.11.2026 к 18ч", "2026-11-28 18:00:00"),
            ("18:00 28.11.2026", "2026-11-28 18:00:00"), ("29.02.2028 00:00", "2028-02-29 00:00:00"),
        ])
    func times(text: String, time: String) { #expect(PreOrderTime(text) == LocalTime(time).map(PreOrderTime.time)) }

    @Test(
        "is missing where only the day is there",
        arguments: [
            "28.11.2026", "2026-11-28", "28.11.2026 как можно скорее", " 28.11.26 ",
        ])
    func days(text: String) { #expect(PreOrderTime(text) == .dayOnly) }

    @Test(
        "is nothing else",
        arguments: [
            "", "завтра", "18:00", "30.02.2026 18:00", "28.11.2026 25:00", "28.13.2026 10:00", "0000-00-00 00:00:00",
            "28.11.2026 18:60", "1.2.3.4 10:00",
        ])
    func unreadable(text: String) { #expect(PreOrderTime(text) == .unreadable) }
}

import Shop
import TestSupport
import Testing

@Suite("An amount of money") struct MoneyTests {
    @Test(
        "is read in every form that PHP and people write",
        arguments: [
            ("450", 45_000), ("450.00", 45_000), ("450.5", 45_050), ("1 570,50", 157_050), ("1\u{A0}570,50", 157_050),
            ("-80", -8_000), ("0", 0), ("0.00", 0), (".5", 50), ("5.", 500), ("1.5e3", 150_000), ("15E-1", 150),
            ("0.125", 13), ("0.124", 12), ("0.005", 1), ("0.0049", 0), ("-0.125", -13), ("+3", 300),
            ("999999999.99", 99_999_999_999), ("33.333333", 3_333),
        ] as [(String, Int64)])
    func read(text: String, kopecks: Int64) { #expect(Money(text)?.kopecks == kopecks) }

    @Test(
        "is nothing else",
        arguments: [
            "", "10%", "abc", "1.2.3", "1,2,3", "--1", "1e99", "1000000000", "9999999999999999999999", ".", "e5",
            "0x10", "NaN",
            "١٢",
        ])
    func refused(text: String) { #expect(Money(text) == nil) }

    @Test("is exact where a Double is not") func exact() {
        #expect(Money("0.1").map { $0 + $0 + $0 } == Money("0.30"))
        #expect((Money("0.07") ?? .zero) * 100 == Money("7"))
        #expect((Money("1005") ?? .zero).percent(15) == Money("150.75"))
        #expect((Money("0.05") ?? .zero).percent(10) == Money("0.01"))
    }

    @Test("never ends the process, however large") func saturates() {
        let most = Money(kopecks: .max)
        #expect(most + most == most)
        #expect(most * 1_000_000 == most)
        #expect((-most) * 10_000 == -most)
        #expect(most.percent(100) > .zero)
    }

    @Test(
        "is written for programs and for people",
        arguments: [
            ("450", "450", "450\u{A0}₽"), ("1570.5", "1570.50", "1\u{A0}570,50\u{A0}₽"),
            ("-80", "-80", "−80\u{A0}₽"), ("1234567.05", "1234567.05", "1\u{A0}234\u{A0}567,05\u{A0}₽"),
        ])
    func written(text: String, program: String, people: String) {
        #expect(Money(text)?.text == program)
        #expect(Money(text)?.words == people)
    }
}

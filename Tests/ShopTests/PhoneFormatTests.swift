import Shop
import Testing

@Suite("Phone formats") struct PhoneFormatTests {
    @Test(
        "a phone is written as the format says",
        arguments: [
            ("as_given", " +7 (912) 345-67-89", "+7 (912) 345-67-89"),
            ("digits", "+7(912)345-67-89", "79123456789"), ("digits", "8 912 345 67 89", "79123456789"),
            ("digits", "9123456789", "79123456789"), ("digits", "342 2123456", "3422123456"),
            // Here +8 is not the Russian trunk prefix. It is the beginning of another country's code.
            ("digits", "+81 90 1234567", "81901234567"), ("digits", "+375 29 123-45-67", "375291234567"),
            ("digits", "позвоните", "позвоните"), ("digits", "", ""),
            ("7 (###) ###-##-##", "89123456789", "7 (912) 345-67-89"), ("+7##########", "9123456789", "+79123456789"),
            ("+# (###) ###-##-##", "8 (912) 345-67-89", "+7 (912) 345-67-89"),
            // A foreign number that does not fit the mask becomes digits only.
            ("7 (###) ###-##-##", "+375 29 123-45-67", "375291234567"),
            ("+7 (###) ###-##-##", "+375 29 000-00-01", "375290000001"),
            ("+375 (##) ###-##-##", "+375 29 123-45-67", "+375 (29) 123-45-67"),
            ("+7 (###) ###-##-##", "89000000001", "+7 (900) 000-00-01"),
            ("+7 (###) ###-##-##", "(342) 212-34-56", "+7 (342) 212-34-56"),
            // A text that is not exactly one complete number could turn into another number, so it stays as the buyer
            // wrote it.
            ("+7 (###) ###-##-##", "+7900000000", "+7900000000"), ("+7 (###) ###-##-##", "7900000000", "7900000000"),
            ("+7 (###) ###-##-##", "8-900-000-00-01 доб. 12", "8-900-000-00-01 доб. 12"),
            ("+7 (###) ###-##-##", "89000000001, 89000000002", "89000000001, 89000000002"),
            ("+7 (###) ###-##-##", "+7 (9__) ___-__-__", "+7 (9__) ___-__-__"),
            ("+7 (###) ###-##-##", "+79000000001+79000000002", "+79000000001+79000000002"),
            ("+7 (###) ###-##-##", "790000000012", "790000000012"), ("7 (###) ###-##-##", "12-34", "12-34"),
            ("digits", "8-900-000-00-01 доб. 12", "8-900-000-00-01 доб. 12"),
            ("7 (###) ###-##-##", "нет", "нет"), ("7 (###) ###-##-##", "٩١٢٣٤٥٦٧٨٩", "٩١٢٣٤٥٦٧٨٩"),
        ])
    func formats(format: String, given: String, written: String) throws {
        #expect(try #require(PhoneFormat(format)).format(given) == written)
    }

    @Test(
        "a phone that stays as it is does not fit",
        arguments: [
            ("+7 (###) ###-##-##", "89000000001", true), ("+7 (###) ###-##-##", "+7900000000", false),
            ("+7 (###) ###-##-##", "+375 29 000-00-01", false), ("digits", "+375 29 000-00-01", true),
            ("digits", "нет", false), ("as_given", "нет", true),
        ])
    func fits(format: String, given: String, fits: Bool) throws {
        #expect(try #require(PhoneFormat(format)).fits(given) == fits)
    }

    @Test("a mask has at least one place for a digit")
    func masks() {
        #expect(PhoneFormat("7 (999)") == nil)
        #expect(PhoneFormat("#") == .mask("#"))
        #expect(PhoneFormat("") == .asGiven)
    }
}

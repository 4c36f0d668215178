import Shop
import Testing

@Suite("Phone formats") struct PhoneFormatTests {
    @Test(
        "a phone is written as the format says",
        arguments: [
            ("as_given", " +7 (912) 345-67-89", "+7 (912) 345-67-89"),
            ("digits", "+7(912)345-67-89", "79123456789"), ("digits", "8 912 345 67 89", "79123456789"),
            ("digits", "9123456789", "79123456789"), ("digits", "342 2123456", "3422123456"),
            // +8 is not Russia's trunk prefix but the beginning of another country's code.
            ("digits", "+81 90 1234567", "81901234567"), ("digits", "+375 29 123-45-67", "375291234567"),
            ("digits", "позвоните", "позвоните"), ("digits", "", ""),
            ("7 (###) ###-##-##", "89123456789", "7 (912) 345-67-89"), ("+7##########", "9123456789", "+79123456789"),
            ("+# (###) ###-##-##", "8 (912) 345-67-89", "+7 (912) 345-67-89"),
            // A number that does not fit becomes its digits, and text without digits stays as it is.
            ("7 (###) ###-##-##", "+375 29 123-45-67", "375291234567"), ("7 (###) ###-##-##", "12-34", "1234"),
            ("7 (###) ###-##-##", "нет", "нет"), ("7 (###) ###-##-##", "٩١٢٣٤٥٦٧٨٩", "٩١٢٣٤٥٦٧٨٩"),
        ])
    func formats(format: String, given: String, written: String) throws {
        #expect(try #require(PhoneFormat(format)).format(given) == written)
    }

    @Test("a mask has at least one place for a digit")
    func masks() {
        #expect(PhoneFormat("7 (999)") == nil)
        #expect(PhoneFormat("#") == .mask("#"))
        #expect(PhoneFormat("") == .asGiven)
    }
}

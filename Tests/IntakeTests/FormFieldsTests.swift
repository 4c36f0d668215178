import Intake
import Testing

@Suite("The fields of a form") struct FormFieldsTests {
    @Test(
        "are decoded as PHP decodes them",
        arguments: [
            ("a=1&b=2", "a", "1"), ("a=1&a=2", "a", "2"), ("a", "a", ""), ("a=", "a", ""), ("a=b=c", "a", "b=c"),
            ("a=x+y%20z", "a", "x y z"), ("%61=1", "a", "1"), ("a=%D0%9F", "a", "П"), ("a=100%", "a", "100%"),
            ("a=%zz", "a", "%zz"), ("&&a=1&", "a", "1"), ("a=%FF", "a", "\u{FFFD}"),
        ])
    func decoded(text: String, name: String, value: String) {
        #expect(FormFields(text)[name] == value)
    }

    @Test("that are missing are nil", arguments: ["", "b=1", "ab=1", "=1"]) func missing(text: String) {
        #expect(FormFields(text)["a"] == nil)
    }

    @Test("are equal if names and values are, in order") func equality() {
        #expect(FormFields("a=%31&b") == FormFields("a=1&b="))
        #expect(FormFields("a=1&b=2") != FormFields("b=2&a=1"))
    }
}

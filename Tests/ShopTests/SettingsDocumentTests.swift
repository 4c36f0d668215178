import Shop
import Testing

@Suite("A document of settings") struct SettingsDocumentTests {
    @Test("texts, numbers and booleans are stored as text, and null removes a setting")
    func kinds() throws {
        let text = """
            {"frontpadapi_secret": "abc", "frontpadapi_send_status": 2, "frontpadapi_affiliate_enable": true,
             "frontpadapi_tags": "", "frontpadapi_point": null}
            """
        let values = try SettingsDocument.parse(Array(text.utf8))
        #expect(values.count == 5)
        #expect(values["frontpadapi_secret"] == "abc")
        #expect(values["frontpadapi_send_status"] == "2")
        #expect(values["frontpadapi_affiliate_enable"] == "1")
        #expect(values["frontpadapi_tags"] == "")
        #expect(values["frontpadapi_point"] == .some(nil))
    }

    @Test("every problem is reported, and nothing is stored")
    func problems() {
        let text = #"{"frontpadapi_timeout": 0, "frontpadapi_language": "ru", "frontpadapi_tags": [], "x": 1}"#
        let refusal = #expect(throws: SettingsDocument.Refusal.self) { try SettingsDocument.parse(Array(text.utf8)) }
        #expect(
            refusal?.problems == [
                "frontpadapi_timeout must be a whole number from 1 to 300, not «0»",
                "frontpadapi_tags must be text, a number, true or false", "there is no setting «x»",
            ])
    }

    @Test(
        "a document that is not an object of settings is refused in one line",
        arguments: ["", "[]", "1", "{", "{\"a\":[[[[1]]]]}"])
    func noObject(text: String) {
        let refusal = #expect(throws: SettingsDocument.Refusal.self) { try SettingsDocument.parse(Array(text.utf8)) }
        #expect(refusal?.problems.count == 1)
        #expect(refusal?.description.hasPrefix("the settings ") == true)
    }
}

import Frontpad
import Testing

@Suite("An error code of the CRM") struct FrontpadErrorCodeTests {
    /// All known codes (API facts, section 3). The last value says whether the code concerns the whole account.
    private static let codes: [(String, FrontpadErrorCode, Bool)] = [
        ("invalid_secret", .invalidSecret, true), ("requests_limit", .requestsLimit, true), ("api_off", .apiOff, true),
        ("invalid_plant", .invalidPlant, true), ("cash_close", .cashClose, true),
        ("invalid_method", .invalidMethod, false), ("invalid_product_keys", .invalidProductKeys, false),
        ("invalid_certificate", .invalidCertificate, false), ("invalid_datetime", .invalidDatetime, false),
        ("invalid_tags", .invalidTags, false), ("invalid_hook_status", .invalidHookStatus, false),
        ("invalid_order_id", .invalidOrderID, false), ("invalid_client_phone", .invalidClientPhone, false),
        ("invalid_products", .invalidProducts, false), ("no_stops", .noStops, false),
    ]

    @Test("is typed, converts back to the CRM's text, and says whether the whole account is refused", arguments: codes)
    func known(text: String, code: FrontpadErrorCode, isAccountWide: Bool) {
        #expect(FrontpadErrorCode(text) == code)
        #expect(code.text == text)
        #expect(code.isAccountWide == isAccountWide)
    }

    @Test(
        "that is not documented is kept as the CRM wrote it",
        arguments: ["null_products", "invalid_plan", "invalidclientphone", "CASH_CLOSE", " cash_close", ""])
    func unknown(text: String) {
        #expect(FrontpadErrorCode(text) == .unknown(text))
        #expect(FrontpadErrorCode(text).text == text)
        #expect(!FrontpadErrorCode(text).isAccountWide)
    }

    @Test("refuses an order only if the documents name it for new_order or for every method")
    func refusesNewOrder() {
        let refusing = Self.codes.map(\.1).filter(\.refusesNewOrder).map(\.text)
        #expect(
            Set(refusing) == [
                "invalid_secret", "requests_limit", "api_off", "invalid_plant", "cash_close", "invalid_product_keys",
                "invalid_certificate", "invalid_datetime", "invalid_tags", "invalid_hook_status",
            ])
        #expect(!FrontpadErrorCode("internal_error").refusesNewOrder)
        #expect(!FrontpadErrorCode("").refusesNewOrder)
    }
}

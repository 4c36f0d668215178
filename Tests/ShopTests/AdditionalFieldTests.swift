import Testing

@testable import Shop

@Suite("Additional fields") struct AdditionalFieldTests {
    @Test("a name alone is used for both sides, and a list may be empty")
    func names() throws {
        #expect(
            try AdditionalField.list("pod, datetime : extfld_deliverydate,,")
                == [
                    AdditionalField(crm: "pod", shop: "pod"),
                    AdditionalField(crm: "datetime", shop: "extfld_deliverydate"),
                ])
        #expect(try AdditionalField.list(" , ").isEmpty)
    }

    @Test(
        "a parameter that Frontpad does not have, or a repeated one, is named",
        arguments: [
            ("flat:room", "has «flat», which is not a parameter of Frontpad's new_order"),
            ("persn", "has «persn», which is not a parameter of Frontpad's new_order; did you mean «person»?"),
            ("pod:", "has no field of the shop in «pod:»; write pod:field"),
            ("pod:a,pod:b", "has «pod» twice; keep one of them"),
        ])
    func refused(text: String, problem: String) {
        let error = #expect(throws: SettingError.self) { try AdditionalField.list(text) }
        #expect(error?.problem.hasPrefix(problem) == true, "\(String(describing: error))")
    }
}

internal import JSON

/// The customers and certificates of the simulated account, in the format of the API facts, section 3.
enum KnownCustomers {
    /// The customers by phone. The search is exact: a phone in another format is not found.
    static let clients: [String: JSON.Object] = [
        "79000000001": [
            "name": "Иван", "street": "Мира", "home": "17", "pod": "1", "et": "2", "apart": "6",
            "mail": "mail@mail.com", "descr": "", "card": "4321", "sale": "10", "score": "100",
        ],
        "+7 (900) 000-00-02": [
            "name": "Мария", "street": "", "home": "", "pod": "", "et": "", "apart": "", "mail": "", "descr": "",
            "card": "", "sale": "", "score": "0",
        ],
    ]

    static let certificates: [String: JSON.Object] = [
        "PERCENT-50": ["sale": "50"],
        "AMOUNT-3000": ["amount": "3000"],
        "PRODUCT": ["product_id": "001", "name": "Филадельфия", "price": "250"],
        // The gift is a product without an article. A live account had such a certificate.
        "GIFT": ["product_id": "", "name": "7Up 0,5л.", "price": "0"],
    ]
}

internal import JSON

/// The lookup methods of the API. Their answers have the format of the API facts, section 3.
enum LookupMethods {
    static func client(_ form: FormBody) -> JSON {
        KnownCustomers.clients[form["client_phone"] ?? ""].map(JSON.success) ?? .failure("invalid_client_phone")
    }

    static func certificate(_ form: FormBody) -> JSON {
        KnownCustomers.certificates[form["certificate"] ?? ""].map(JSON.success) ?? .failure("invalid_certificate")
    }

    static func products(_ catalogue: Catalogue) -> JSON {
        catalogue.products.isEmpty ? .failure("invalid_products") : .success(maps(catalogue.products))
    }

    /// Answers `get_stops`. For an empty list, the result is `success` and the error is `no_stops`.
    static func stops(_ articles: [String], _ catalogue: Catalogue) -> JSON {
        guard !articles.isEmpty else { return .success(["error": "no_stops"]) }
        return .success(
            maps(
                articles.map {
                    catalogue.product($0) ?? Catalogue.Product(article: $0, name: $0, price: "0")
                }))
    }

    /// Answers `get_status` as in 2017. The API has withdrawn this method since then. Its error codes are in the field
    /// `status`. A search by phone finds only the latest order of today.
    ///
    /// - Parameter today: the date in the format of ``LocalTime``.
    static func status(_ form: FormBody, orders: [Order], today: Substring) -> JSON {
        if let id = form["order_id"] {
            guard let order = orders.last(where: { String($0.id) == id }) else {
                return ["result": "error", "status": "invalid_order_id"]
            }
            return ["result": "success", "status": .string(OrderStatus.name(order.status))]
        }
        let order = orders.last {
            $0.field("phone") == form["client_phone"] && LocalTime.text($0.receivedAt).prefix(10) == today
        }
        guard form["client_phone"] != nil, let order else {
            return ["result": "error", "status": "invalid_client_phone"]
        }
        return ["result": "success", "status": .string(OrderStatus.name(order.status))]
    }

    private static func maps(_ products: [Catalogue.Product]) -> JSON.Object {
        [
            "product_id": .numberedMap(products.map(\.article)), "name": .numberedMap(products.map(\.name)),
            "price": .numberedMap(products.map(\.price)), "sale": .numberedMap(products.map { _ in "1" }),
        ]
    }
}

internal import JSON

/// Validates a `new_order` request (API facts, sections 2 and 3). The result has the lines that the account accepts,
/// and warnings for the parts that it leaves out.
struct NewOrderMethod: Sendable {
    static let maxTags = 10
    static let maxHookStatuses = 5
    /// The maximum time of a pre-order: «Максимальный период предзаказа - 30 дней от текущей даты».
    static let maxAdvanceMilliseconds: Int64 = 30 * 86_400_000

    let lines: [Order.Line]
    let warnings: JSON.Object

    /// - Parameter now: the current time in milliseconds since 1970-01-01 UTC.
    /// - Returns: nil if no line is accepted. In that case the API answers `invalid_product_keys`.
    init?(_ form: FormBody, catalogue: Catalogue, now: Int64) {
        let (lines, refused) = Self.lines(form, catalogue: catalogue)
        guard !lines.isEmpty else { return nil }
        self.lines = lines

        var warnings = JSON.Object()
        if !refused.isEmpty { warnings["invalid_product_keys"] = .numberedMap(refused) }
        if let datetime = form["datetime"], !datetime.isEmpty {
            if let instant = LocalTime.milliseconds(datetime) {
                if instant - now > Self.maxAdvanceMilliseconds { warnings["invalid_datetime"] = "too_long_period" }
            } else {
                warnings["invalid_datetime"] = "invalid_format"
            }
        }
        if let certificate = form["certificate"], !certificate.isEmpty,
            KnownCustomers.certificates[certificate] == nil
        {
            warnings["invalid_certificate"] = .string(certificate)
        }
        // The API facts show no example of these two warnings, so they have the format of `invalid_product_keys`.
        let tags = form.array("tags").dropFirst(Self.maxTags)
        if !tags.isEmpty { warnings["invalid_tags"] = .numberedMap(tags.map(\.key)) }
        let hooks = form.array("hook_status")
        let badHooks = hooks.enumerated().filter { $0 >= Self.maxHookStatuses || Int($1.value) == nil }
        if !badHooks.isEmpty { warnings["invalid_hook_status"] = .numberedMap(badHooks.map(\.element.key)) }
        self.warnings = warnings
    }

    /// Returns the accepted lines and the keys of the refused ones. A line is refused if its article is unknown or if
    /// it has no count. A modifier is also refused if the line that it modifies is refused or is itself a modifier.
    private static func lines(_ form: FormBody, catalogue: Catalogue) -> (taken: [Order.Line], refused: [String]) {
        let products = form.array("product")
        var taken: [Order.Line] = []
        for product in products where catalogue.knows(product.value) {
            guard let count = form["product_kol[\(product.key)]"].flatMap({ Int($0) }), count > 0 else { continue }
            taken.append(
                Order.Line(
                    key: product.key, article: product.value, count: count,
                    parent: form["product_mod[\(product.key)]"]))
        }
        // Only goods that are not modifiers can have modifiers.
        let parents = Set(taken.filter { $0.parent == nil }.map(\.key))
        taken.removeAll { line in line.parent.map { !parents.contains($0) } ?? false }
        let keys = Set(taken.map(\.key))
        return (taken, products.map(\.key).filter { !keys.contains($0) })
    }
}

extension JSON {
    /// Makes a PHP list in the API's format: `{"0":"…","1":"…"}`.
    static func numberedMap(_ values: some Collection<String>) -> JSON {
        .object(Object(values.enumerated().map { (String($0), .string($1)) }))
    }

    /// Makes the answer `{"result":"error","error":…}`.
    static func failure(_ code: String) -> JSON { ["result": "error", "error": .string(code)] }

    /// Makes the answer `{"result":"success", …}`.
    static func success(_ fields: Object) -> JSON {
        .object(Object([("result", "success")] + fields.entries.map { ($0.key, $0.value) }))
    }
}

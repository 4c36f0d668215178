public import JSON

/// A miniShop2 order as the shop sends it. It contains the complete rows of `ms2_orders`, `ms2_order_addresses` and
/// `ms2_order_products` under their own column names.
///
/// A document may have the columns of miniShop2 2.x, 3.x or 4.x. Unknown keys are kept.
public struct OrderDocument: Sendable {
    /// What happened to the order in the shop.
    public enum Event: String, Sendable, CaseIterable {
        case created
        case status
        /// Someone edited the lines, the sums or the address of the order.
        case changed
        /// The order was deleted in the shop.
        case removed
        /// No hook reported the order. A comparison with the shop found it.
        case `import`
    }

    public let id: Int64
    public let num: String?
    public let status: Int?
    /// The creation time in the local time of the shop's PHP. It is nil if the document has no creation time or has
    /// one that cannot be parsed.
    public let createdon: LocalTime?
    /// The creation time exactly as the shop writes it.
    public let createdonText: String?
    /// The moment of creation in milliseconds since 1970, or nil if the shop writes the time without a zone.
    private let createdonMoment: Int64?
    public let event: Event
    /// The id of the order's newest entry in miniShop2's log. The id grows with every event.
    public let eventSeq: Int64?
    /// The time zone of the shop's PHP, which wrote the times. It is nil if the document names no zone or this machine
    /// does not know the zone.
    public let timezone: Zone?
    public let payment: String?
    public let delivery: String?
    public let context: String?
    public let address: JSON.Object
    public let lines: [OrderLine]
    private let root: JSON.Object
    private let orderProperties: JSON.Object
    private let addressProperties: JSON.Object

    /// The limits for a document. An order with a thousand lines has about a tenth of the maximum size.
    public static let limits = JSON.Limits(maxBytes: 4 << 20, maxDepth: 32)

    /// - Throws: ``OrderDocumentError``, also if the bytes are not JSON.
    public static func parse(_ bytes: [UInt8]) throws(OrderDocumentError) -> OrderDocument {
        do {
            return try OrderDocument(try JSON.parse(bytes, limits: limits))
        } catch let error as OrderDocumentError {
            throw error
        } catch {
            throw OrderDocumentError(path: "", problem: "the document is not JSON: \(error)")
        }
    }

    public init(_ json: JSON) throws(OrderDocumentError) {
        guard let root = json.object else {
            throw OrderDocumentError(path: "", problem: "the document must be a JSON object")
        }
        let order = DocumentReader(row: root, path: "")
        id = Int64(try order.requiredInteger("id", in: 1...Int(Int32.max)))
        num = try order.text("num")
        status = try order.integer("status", in: 0...1_000_000)
        createdonText = (try? order.text("createdon"))?.flatMap { $0.trimmed.nilWhereEmpty }
        createdon = createdonText.flatMap { LocalTime($0) }
        createdonMoment = createdonText.flatMap { LocalTime.moment(iso: $0) }
        let event = try order.text("event") ?? Event.status.rawValue
        guard let event = Event(rawValue: event) else {
            throw order.error("event", "must be one of created, status, changed, removed, import")
        }
        self.event = event
        eventSeq = try order.integer("event_seq", in: 0...Int.max / 2).map(Int64.init)
        timezone = try order.text("timezone").flatMap { Zone(named: $0.trimmed) }
        payment = try order.text("payment")
        delivery = try order.text("delivery")
        context = try order.text("context")
        for money in ["cost", "cart_cost", "delivery_cost"] { _ = try order.text(money) }
        orderProperties = order.jsonObject("properties")
        switch root["address"] {
        case nil, .null: address = JSON.Object()
        // Up to miniShop2 3.x, the order has a column `address` with the id of the address. If the address row is
        // missing, this id stands in its place.
        case .number, .string, .bool: address = JSON.Object()
        case .array(let elements) where elements.isEmpty: address = JSON.Object()
        case .object(let object): address = object
        case .array: throw order.error("address", "must be an object")
        }
        let addressRow = DocumentReader(row: address, path: "address")
        for column in ["receiver", "phone", "email", "street", "building", "room", "entrance", "floor", "comment"] {
            _ = try addressRow.text(column)
        }
        addressProperties = addressRow.jsonObject("properties")
        var lines: [OrderLine] = []
        for row in try order.rows("products") { lines.append(try OrderLine(row)) }
        self.lines = lines
        self.root = root
    }

    /// Returns the value of a field that a setting names, or nil if the value is missing or empty.
    ///
    /// A name with a dot says where the value is. "address.comment" and "order.comment" name columns.
    /// "address.properties.x" and "order.properties.x" name properties.
    ///
    /// A name without a dot is looked up in several places. The columns of the address come first, then the columns of
    /// the order, then the properties of the address and of the order. A property is found with and without the prefix
    /// `extfld_`. If the name itself has this prefix, the properties come before the columns. A buyer can post any
    /// property of the address. For a name without the prefix, the columns come first, so the buyer's property never
    /// replaces a column of the shop.
    public func value(named name: String) -> String? {
        if let text = value(at: name) { return text }
        guard !name.contains(".") else { return nil }
        let columns = OrderDocument.text(address[name]) ?? OrderDocument.text(root[name])
        let properties = property(name, of: addressProperties) ?? property(name, of: orderProperties)
        return name.hasPrefix("extfld_") ? properties ?? columns : columns ?? properties
    }

    /// Returns the value of a field that is an amount of money. A name without a dot is looked up only among the
    /// columns of the order, because the shop computes these values. A buyer can post the `properties` of the address,
    /// and since miniShop2 3.0 also the column `properties` of the order. A name with a dot may name any place.
    public func computedValue(named name: String) -> String? {
        if name.contains(".") { return value(at: name) }
        let plain = name.hasPrefix("extfld_") ? String(name.dropFirst(7)) : name
        return OrderDocument.text(root[name]) ?? OrderDocument.text(root[plain])
    }

    /// Returns the amount in a column of the order, such as `cost`, or nil if the value is missing or is not an
    /// amount.
    public func amount(_ column: String) -> Money? { OrderDocument.text(root[column]).flatMap(Money.init) }

    /// Returns the value for a name with a dot, which says where the value is.
    private func value(at name: String) -> String? {
        for (place, properties) in [("address.properties.", addressProperties), ("order.properties.", orderProperties)]
        where name.hasPrefix(place) {
            return OrderDocument.text(properties[String(name.dropFirst(place.count))]).map(HTMLEntities.decode)
        }
        if name.hasPrefix("address.") { return OrderDocument.text(address[String(name.dropFirst(8))]) }
        if name.hasPrefix("order.") { return OrderDocument.text(root[String(name.dropFirst(6))]) }
        return nil
    }

    private func property(_ name: String, of properties: JSON.Object) -> String? {
        let plain = name.hasPrefix("extfld_") ? String(name.dropFirst(7)) : name
        for key in ["extfld_" + plain, plain] {
            if let text = OrderDocument.text(properties[key]) { return HTMLEntities.decode(text) }
        }
        return nil
    }

    /// Returns a column of the address, or nil if the value is missing or empty.
    public func address(_ column: String) -> String? { OrderDocument.text(address[column]) }

    /// The buyer's e-mail address. Since version 3.0, miniShop2 stores it in the order's address. Older versions have
    /// it only in the buyer's profile.
    public var email: String? {
        address("email") ?? OrderDocument.text(root["profile_email"])
            ?? OrderDocument.text(root["profile"]?["email"]) ?? OrderDocument.text(root["user_profile"]?["email"])
            ?? OrderDocument.text(root["email"])
    }

    private static func text(_ value: JSON?) -> String? {
        value?.scalarText?.trimmed.nilWhereEmpty
    }

    /// Returns the creation time in milliseconds since 1970, or nil if the document has no usable creation time.
    ///
    /// - Parameter zone: the time zone from the settings. It is used if the document does not name the zone of the
    ///   shop's PHP. If both are missing, the zone of this machine is used.
    public func createdonMilliseconds(zone: Zone?) -> Int64? {
        createdonMoment ?? createdon?.milliseconds(in: timezone ?? zone ?? .machine)
    }
}

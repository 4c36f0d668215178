public import JSON

/// A miniShop2 order as the shop sends it: the rows of `ms2_orders`, `ms2_order_addresses` and `ms2_order_products`,
/// complete and under their own column names.
///
/// The columns of miniShop2 2.x, 3.x and 4.x are accepted. Unknown keys are kept.
public struct OrderDocument: Sendable {
    /// What happened to the order in the shop.
    public enum Event: String, Sendable, CaseIterable {
        case created
        case status
        /// Its lines, sums or address were edited.
        case changed
        /// It was deleted in the shop.
        case removed
        /// No hook sent it: a comparison with the shop found it.
        case `import`
    }

    public let id: Int64
    public let num: String?
    public let status: Int?
    /// In the local time of the shop's PHP; nil where the shop does not say, or not in a form that can be read.
    public let createdon: LocalTime?
    /// The creation time as the shop writes it.
    public let createdonText: String?
    /// The moment of creation, where the shop writes it with its zone.
    private let createdonMoment: Int64?
    public let event: Event
    /// The largest id of the order's rows in miniShop2's log. It grows with every event.
    public let eventSeq: Int64?
    /// The zone of the PHP that wrote the times; nil where it is missing or this machine does not know it.
    public let timezone: Zone?
    public let payment: String?
    public let delivery: String?
    public let context: String?
    public let address: JSON.Object
    public let lines: [OrderLine]
    private let root: JSON.Object
    private let orderProperties: JSON.Object
    private let addressProperties: JSON.Object

    /// The largest document that is accepted. An order of a thousand lines is a tenth of it.
    public static let limits = JSON.Limits(maxBytes: 4 << 20, maxDepth: 32)

    /// - Throws: ``OrderDocumentError``, for bytes that are not JSON as well.
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
        // Up to miniShop2 3.x the order has a column `address` with the id of the address. It is here where the row
        // itself is missing.
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

    /// The value of a field that a setting names; nil where it is missing or empty.
    ///
    /// "address.comment" and "order.comment" name a column of one of the two rows, "address.properties.x" and
    /// "order.properties.x" a property. Any other name is looked up among the columns of the address and of the order, then
    /// in `address.properties` and in the order's `properties`, with and without the prefix `extfld_`; a name with the prefix
    /// is looked up in the properties first. A buyer can post any property of the address, but none of them takes the
    /// place of a column of the shop.
    public func value(named name: String) -> String? {
        if let text = value(at: name) { return text }
        guard !name.contains(".") else { return nil }
        let columns = OrderDocument.text(address[name]) ?? OrderDocument.text(root[name])
        let properties = property(name, of: addressProperties) ?? property(name, of: orderProperties)
        return name.hasPrefix("extfld_") ? properties ?? columns : columns ?? properties
    }

    /// The same for an amount of money: only what the shop computes, which is a column of the order or its `properties`,
    /// unless the setting names another place in full.
    public func computedValue(named name: String) -> String? {
        if name.contains(".") { return value(at: name) }
        return OrderDocument.text(root[name]) ?? property(name, of: orderProperties)
    }

    /// An amount in a column of the order, such as `cost`; nil where it is missing or no amount.
    public func amount(_ column: String) -> Money? { OrderDocument.text(root[column]).flatMap(Money.init) }

    /// A value that is named with its place.
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

    /// A column of the address; nil where it is missing or empty.
    public func address(_ column: String) -> String? { OrderDocument.text(address[column]) }

    /// The buyer's e-mail. miniShop2 has it in the address since 3.0, and before that only in the buyer's profile.
    public var email: String? {
        address("email") ?? OrderDocument.text(root["profile_email"])
            ?? OrderDocument.text(root["profile"]?["email"]) ?? OrderDocument.text(root["user_profile"]?["email"])
            ?? OrderDocument.text(root["email"])
    }

    private static func text(_ value: JSON?) -> String? {
        value?.scalarText?.trimmed.nilWhereEmpty
    }

    /// When the order was created, in milliseconds since 1970; nil where the document does not say.
    ///
    /// - Parameter zone: the zone of the settings. It applies where the document does not name the zone of its PHP; without
    ///   both the machine's.
    public func createdonMilliseconds(zone: Zone?) -> Int64? {
        createdonMoment ?? createdon?.milliseconds(in: timezone ?? zone ?? .machine)
    }
}

internal import Frontpad
internal import Intake
internal import JobQueue
internal import SQLite
internal import Shop

/// The facts that are known about an order's status in the CRM.
public struct StatusAnswer: Sendable, Hashable {
    public enum Source: String, Sendable {
        /// The CRM has just answered.
        case crm
        /// The status comes from the local database, where webhooks and polls have stored it.
        case local
    }

    /// The order, or nil if this queue does not know it.
    public let order: OrderSummary?
    /// The status as the CRM wrote it, or nil if there is no status yet. It is a code if a webhook reported it, and a
    /// name otherwise.
    public let status: String?
    public let source: Source
    /// When the status arrived, in milliseconds since 1970, or nil if that is not known.
    public let statusAt: Int64?

    /// The status in words.
    public var statusWords: String? { status.map { FrontpadStatus($0).words } }
}

extension CRMLookups {
    /// - Parameter name: the order's id or number in the shop, or in the CRM.
    public func status(order name: String) async throws -> LookupResult<StatusAnswer> {
        let (order, canAsk) = try queue.database.read { connection in
            (try OrderSummary.find(name, on: connection), try StatusMethod.withdrawnSince(on: connection) == nil)
        }
        let crmOrderID = order.map(\.crmOrderID) ?? (name.allSatisfy(\.isNumber) ? name : nil)
        guard canAsk, let crmOrderID else { return try local(order) }
        let result = try await ask(key: "order:" + crmOrderID, notFound: .invalidOrderID) {
            client, _, beforeFirstByte in
            await client.status(.order(id: crmOrderID), beforeFirstByte: beforeFirstByte)
        }
        return try settled(result, order: order)
    }

    /// Asks the CRM for the status of today's order with a phone number. If the account no longer answers such
    /// requests, the result is the stored status of the newest order with this number.
    public func status(phone: String) async throws -> LookupResult<StatusAnswer> {
        let canAsk = try queue.database.read { try StatusMethod.withdrawnSince(on: $0) == nil }
        let order = try queue.database.read { try OrderSummary.newest(phone: phone, on: $0) }
        guard canAsk else { return try local(order) }
        let result = try await ask(key: "phone:" + phone.filter(\.isNumber), notFound: .invalidClientPhone) {
            client, settings, beforeFirstByte in
            await client.status(
                .phone(settings.phoneFormat.format(phone)), beforeFirstByte: beforeFirstByte)
        }
        return try settled(result, order: order)
    }

    private func settled(
        _ result: LookupResult<String>, order: OrderSummary?
    ) throws -> LookupResult<StatusAnswer> {
        switch result {
        case .found(let status):
            return .found(StatusAnswer(order: order, status: status, source: .crm, statusAt: queue.clock.now()))
        case .refused(.invalidMethod):
            try queue.database.write { connection in
                let settings = try Settings.read(on: connection)
                guard let secret = Secret.find(settings) else { return }
                try StatusMethod.withdraw(secret: secret, queue: queue, settings: settings, in: connection)
            }
            queue.doorbell.ring()
            return try local(order)
        case .notFound, .busy, .tooOften, .notConfigured, .refused, .unavailable:
            // A stored status is better than none.
            if order?.crmStatus != nil { return try local(order) }
            return result.otherwise { _ in .notFound }
        }
    }

    private func local(_ order: OrderSummary?) throws -> LookupResult<StatusAnswer> {
        guard let order else { return .notFound }
        let at: Int64? = try queue.database.read {
            try $0.scalar(
                "SELECT crm_status_at FROM every_order WHERE order_id = ? AND incarnation = ?", order.id,
                order.reference.incarnation)
        }
        return .found(StatusAnswer(order: order, status: order.crmStatus, source: .local, statusAt: at))
    }
}

extension OrderSummary {
    /// The number of newest orders in which a phone number is searched for. A buyer asks about a recent order.
    private static let searched = 500

    /// Finds an order by its id or number in the shop, or else by its id or number in the CRM.
    fileprivate static func find(_ name: String, on connection: Connection) throws -> OrderSummary? {
        if let order = try OrderName.find(name, on: connection) { return try read(order, on: connection) }
        let order: OrderReference? = try connection.first(
            """
            SELECT order_id, incarnation FROM crm_orders WHERE crm_order_id = ?1
            UNION ALL
            SELECT * FROM (SELECT order_id, incarnation FROM crm_orders WHERE crm_order_number = ?1
                ORDER BY order_id DESC LIMIT 1)
            LIMIT 1
            """, name)
        return try order.flatMap { order throws(SQLiteError) in try read(order, on: connection) }
    }

    /// Finds the newest order with a phone number. The two numbers may have different formats.
    fileprivate static func newest(phone: String, on connection: Connection) throws(SQLiteError) -> OrderSummary? {
        let wanted = PhoneFormat.digits.format(phone)
        var found: OrderReference?
        try connection.forEach(
            """
            SELECT order_id, incarnation, document FROM orders JOIN crm_orders ON order_id = id
            WHERE document IS NOT NULL ORDER BY id DESC LIMIT ?
            """, searched
        ) { row throws(SQLiteError) in
            guard found == nil else { return }
            let document = try row.get("document", as: String.self)
            guard let order = try? OrderDocument.parse(Array(document.utf8)), let given = order.address("phone"),
                PhoneFormat.digits.format(given) == wanted
            else { return }
            found = try OrderReference(row)
        }
        return try found.flatMap { order throws(SQLiteError) in try read(order, on: connection) }
    }
}

internal import Intake
internal import SQLite
internal import Shop

/// Checks whether an order looks like a copy of an order that the CRM has or may have. Copies appear if the shop's
/// database was restored or if a buyer pressed the button twice. A person decides about them.
enum OrderCopy {
    /// - Returns: another order with the same number, phone and lines that was sent or may have been sent, or nil if
    ///   there is none.
    static func original(
        of order: CRMOrder, _ document: OrderDocument, on connection: Connection
    ) throws(SQLiteError) -> OrderReference? {
        guard let num = document.num?.trimmed, !num.isEmpty else { return nil }
        let others: [OrderReference] = try connection.all(
            """
            SELECT order_id, incarnation FROM crm_orders
            WHERE num = ?1 AND crm_state IN ('sending', 'sent', 'in_doubt') AND (order_id, incarnation) <> (?2, ?3)
            UNION ALL
            SELECT order_id, incarnation FROM archived_orders
            WHERE num = ?1 AND crm_state IN ('sending', 'sent', 'in_doubt') AND (order_id, incarnation) <> (?2, ?3)
            """, num, order.reference.order, order.reference.incarnation)
        let content = Content(document)
        for reference in others {
            guard let other = try CRMOrder.read(reference, on: connection),
                let text = try SentDocument.read(reference, on: connection) ?? other.document,
                let original = try? OrderDocument.parse(Array(text.utf8)), Content(original) == content
            else { continue }
            return reference
        }
        return nil
    }

    /// The content that is the same in two copies.
    private struct Content: Equatable {
        /// The last ten digits, so that numbers with and without a country code are equal.
        private let phone: String
        private let lines: [String]

        init(_ document: OrderDocument) {
            phone = String((document.address("phone") ?? "").filter(\.isNumber).suffix(10))
            lines = document.lines.map { line in
                let product = line.productID.map(String.init) ?? line.article ?? line.name
                return "\(product)×\(line.countText) \(line.modifications.map(\.id).sorted())"
            }.sorted()
        }
    }
}

internal import Intake
internal import SQLite

/// The version of an order document that the kitchen knows. It is the version that was sent. If the manager was told
/// of a later change, it is the version of that change.
enum SentDocument {
    static func store(
        _ document: String?, of reference: OrderReference, in connection: Connection
    ) throws(SQLiteError) {
        try connection.run(
            """
            INSERT INTO sent_documents (order_id, incarnation, document) VALUES (?, ?, ?)
            ON CONFLICT (order_id, incarnation) DO UPDATE SET document = excluded.document
            """, reference.order, reference.incarnation, document)
    }

    /// - Returns: the document, or nil if nothing was sent or an old release sent the order, which did not store the
    ///   document.
    static func read(_ reference: OrderReference, on connection: Connection) throws(SQLiteError) -> String? {
        try connection.scalar(
            "SELECT document FROM sent_documents WHERE order_id = ? AND incarnation = ?", reference.order,
            reference.incarnation)
    }
}

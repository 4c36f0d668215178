internal import Intake
internal import SQLite

/// What the kitchen knows of an order: the document that was sent, or the one of which the manager was told last.
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

    /// - Returns: nil where nothing was sent, or where it was sent by a release that did not keep it.
    static func read(_ reference: OrderReference, on connection: Connection) throws(SQLiteError) -> String? {
        try connection.scalar(
            "SELECT document FROM sent_documents WHERE order_id = ? AND incarnation = ?", reference.order,
            reference.incarnation)
    }
}

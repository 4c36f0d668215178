internal import Intake
internal import SQLite

/// A proof that the CRM has an order, with the order's ids there.
struct Receipt: Sendable {
    /// The order's id in the CRM, or nil if the CRM accepted the order without an id.
    var crmOrderID: String?
    var crmOrderNumber: String?
    let source: CRMOrderID.Source
    /// The attempt that has reached the CRM, or nil if a person has found the order.
    var claim: (job: Int64, attempt: Int)?

    /// Stores the id.
    ///
    /// - Returns: if this id is new, the other ids that the CRM has confirmed before.
    func prove(
        _ reference: OrderReference, now: Int64, in connection: Connection
    ) throws(SQLiteError) -> [CRMOrderID] {
        guard let crmOrderID else { return [] }
        return try CRMOrderID.prove(
            crmOrderID, number: crmOrderNumber, by: source, claim: claim, of: reference, now: now, in: connection)
    }
}

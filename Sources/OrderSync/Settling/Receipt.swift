internal import Intake
internal import SQLite

/// A proof that the CRM has an order, and under which ids.
struct Receipt: Sendable {
    /// nil: the CRM accepted the order without an id.
    var crmOrderID: String?
    var crmOrderNumber: String?
    let source: CRMOrderID.Source
    /// The attempt that it proves; nil where a person says so.
    var claim: (job: Int64, attempt: Int)?

    /// Stores the id.
    ///
    /// - Returns: the other ids that the CRM has confirmed before, if this one is new.
    func prove(
        _ reference: OrderReference, now: Int64, in connection: Connection
    ) throws(SQLiteError) -> [CRMOrderID] {
        guard let crmOrderID else { return [] }
        return try CRMOrderID.prove(
            crmOrderID, number: crmOrderNumber, by: source, claim: claim, of: reference, now: now, in: connection)
    }
}

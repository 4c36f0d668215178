package import SQLite

/// Orders are stored in two tables with the same columns. The newest order with an id is in `crm_orders`. Older orders
/// with the same id are in `archived_orders`. The view `every_order` reads both tables.
extension Connection {
    /// Updates the row of an order in whichever table it is.
    ///
    /// - Parameters:
    ///   - assignments: the assignments of the SQL statement, for example `crm_state = ?3`. The parameters ?1 and ?2
    ///     are the id and the incarnation.
    ///   - condition: an SQL condition. The row is updated only if it is true.
    ///   - values: the values of the parameters ?3, ?4 and so on.
    /// - Returns: whether the row was updated.
    @discardableResult
    package func updateOrder(
        _ reference: OrderReference, set assignments: String, where condition: String = "true",
        _ values: any Bindable...
    ) throws(SQLiteError) -> Bool {
        let values: [any Bindable] = [reference.order, reference.incarnation] + values
        let rest = "SET \(assignments) WHERE order_id = ?1 AND incarnation = ?2 AND (\(condition))"
        if try run("UPDATE crm_orders \(rest)", values: values) > 0 { return true }
        return try run("UPDATE archived_orders \(rest)", values: values) > 0
    }
}

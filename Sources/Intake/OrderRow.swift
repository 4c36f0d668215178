package import SQLite

/// The rows of orders. The newest order of an id has its row in `crm_orders`, and orders whose id was used again have theirs
/// in `archived_orders`, with the same columns. The view `every_order` reads both.
extension Connection {
    /// Updates the row of an order, wherever it is.
    ///
    /// - Parameters:
    ///   - assignments: such as `crm_state = ?3`. The first two parameters are the id and the incarnation.
    ///   - condition: the row is left alone where this does not hold.
    ///   - values: the parameters from ?3 on.
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

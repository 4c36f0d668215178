internal import JSON
internal import Synchronization

/// The methods with which people and tests change and inspect the account.
extension Account {
    func setShift(open: Bool) { state.withLock { $0.isShiftOpen = open } }

    func plan(_ error: PlannedError) { state.withLock { $0.plannedErrors.append(error) } }

    func plan(_ fault: Fault) { state.withLock { $0.faults.append(fault) } }

    func setStops(_ articles: [String]) { state.withLock { $0.stops = articles } }

    enum StatusChange: Sendable {
        case unknownOrder
        case unreported
        /// The order's `hook_status` lists this status, so the caller must send the webhook.
        case reported(Webhook)
    }

    /// Changes the status of an order. The caller sends the webhook.
    ///
    /// - Throws: ``OrdersFile/Failure`` if the change cannot be stored.
    func setStatus(_ status: Int, ofOrder id: Int) throws(OrdersFile.Failure) -> StatusChange {
        try state.withLock { (state) throws(OrdersFile.Failure) -> StatusChange in
            guard let position = state.orders.firstIndex(where: { $0.id == id }) else { return .unknownOrder }
            try file?.appendStatus(status, of: state.orders[position])
            state.orders[position].status = status
            let order = state.orders[position]
            guard order.hookStatuses.contains(status),
                let address = (order.field("hook_url") ?? settings.hookURL).flatMap(Webhook.Address.init)
            else { return .unreported }
            return .reported(
                Webhook(address: address, orderID: id, status: status, datetime: LocalTime.text(clock.wall)))
        }
    }

    func note(_ delivery: Webhook.Delivery) { state.withLock { $0.webhooks.append(delivery) } }

    /// Deletes faults, planned errors, stops, used limits, requests and webhooks, and resets the shift. Orders stay.
    func reset() {
        state.withLock { $0 = State(isShiftOpen: settings.isShiftOpen, orders: $0.orders) }
    }

    var orders: [Order] { state.withLock { $0.orders } }

    var requestsJSON: JSON {
        .array(
            state.withLock { $0.requests }.map { request in
                [
                    "method": .string(request.method), "at": .number(request.at),
                    "outcome": .string(request.outcome), "order_id": JSON(request.orderID.map { String($0) }),
                    "fault": JSON(request.fault?.rawValue),
                ]
            })
    }

    var webhooksJSON: JSON {
        .array(
            state.withLock { $0.webhooks }.map { delivery in
                [
                    "order_id": .number(delivery.orderID), "status": .number(delivery.status),
                    "outcome": .string(delivery.outcome),
                ]
            })
    }

    var stateJSON: JSON {
        state.withLock { state in
            [
                "shift_open": .bool(state.isShiftOpen), "orders": .number(state.orders.count),
                "requests": .number(state.requests.count), "refused": .number(state.refused),
                "steady": .number(clock.steady), "faults": .number(state.faults.count),
            ]
        }
    }
}

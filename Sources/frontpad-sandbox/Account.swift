internal import JSON
internal import Synchronization

/// The simulated account. It has goods and customers, stores the orders that it has accepted, and answers API methods.
final class Account: Sendable {
    struct Settings: Sendable {
        var secret = "sandbox"
        var isShiftOpen = true
        var hasLimits = true
        /// Whether `get_status` is answered as in 2017. Otherwise the answer is `invalid_method`.
        var hasStatusMethod = false
        var catalogue = Catalogue.example
        /// The URL for status changes of orders that have no `hook_url`.
        var hookURL: String?
    }

    /// A record of a request to the API. It lets tests check what a client has really sent.
    struct APIRequest: Sendable {
        var method: String
        /// The time of the request, in milliseconds of the sandbox's steady clock.
        var at: Int64
        /// The outcome: `success`, an error code, or `fault` if a fault prevented the method from running.
        var outcome: String
        var orderID: Int?
        var fault: Fault.Kind?
    }

    struct State: Sendable {
        var isShiftOpen: Bool
        var limits = RateLimit()
        var refused = 0
        var orders: [Order] = []
        var requests: [APIRequest] = []
        var plannedErrors: [PlannedError] = []
        var faults: [Fault] = []
        var stops: [String] = []
        var webhooks: [Webhook.Delivery] = []
    }

    /// An error for the next `count` requests of a method.
    struct PlannedError: Sendable {
        let method: String
        let code: String
        var count: Int
    }

    static let methods = ["new_order", "get_status", "get_client", "get_certificate", "get_products", "get_stops"]
    private static let firstOrderID = 1_000_001
    /// The maximum number of requests to keep. Older ones are dropped, because a sandbox may run for weeks.
    private static let maxRequests = 20_000

    let settings: Settings
    let clock: SandboxClock
    let file: OrdersFile?
    let state: Mutex<State>

    /// - Parameter orders: the orders of an earlier run. The ids and numbers of new orders follow theirs.
    init(settings: Settings, clock: SandboxClock, file: OrdersFile?, orders: [Order]) {
        self.settings = settings
        self.clock = clock
        self.file = file
        state = Mutex(State(isShiftOpen: settings.isShiftOpen, orders: orders))
    }

    /// Runs a method.
    ///
    /// - Parameter fault: the fault that will affect the answer. The method only records it.
    /// - Returns: the API's answer.
    /// - Throws: ``OrdersFile/Failure`` if the order cannot be stored. In that case it was not created.
    func answer(_ method: String, _ form: FormBody, fault: Fault.Kind? = nil) throws(OrdersFile.Failure) -> JSON {
        try state.withLock { (state) throws(OrdersFile.Failure) -> JSON in
            let now = clock.steady
            let answer = try decide(method, form, now: now, &state)
            let error = answer["result"]?.string == "error" ? answer["error"]?.string ?? answer["status"]?.string : nil
            note(
                APIRequest(
                    method: method, at: now, outcome: error ?? "success",
                    orderID: answer["order_id"]?.string.flatMap { Int($0) }, fault: fault), in: &state)
            return answer
        }
    }

    /// Records a request whose method did not run because of a fault.
    func note(_ method: String, hitBy fault: Fault.Kind) {
        state.withLock {
            note(APIRequest(method: method, at: clock.steady, outcome: "fault", fault: fault), in: &$0)
        }
    }

    /// Returns the planned fault for a request of this method, and counts it as used.
    ///
    /// - Parameter isUnread: whether the request has not been read yet. If so, only ``Fault/Kind/resetBeforeReading``
    ///   can happen; otherwise any other fault.
    func takeFault(_ method: String, isUnread: Bool) -> Fault? {
        state.withLock { state in
            guard let position = state.faults.firstIndex(where: { $0.concerns(method) }),
                (state.faults[position].kind == .resetBeforeReading) == isUnread
            else { return nil }
            let fault = state.faults[position]
            state.faults[position].count -= 1
            if state.faults[position].count <= 0 { state.faults.remove(at: position) }
            return fault
        }
    }

    private func note(_ request: APIRequest, in state: inout State) {
        if state.requests.count >= Self.maxRequests { state.requests.removeFirst(Self.maxRequests / 2) }
        state.requests.append(request)
    }

    private func decide(
        _ method: String, _ form: FormBody, now: Int64, _ state: inout State
    ) throws(OrdersFile.Failure) -> JSON {
        guard form["secret"] == settings.secret else { return .failure("invalid_secret") }
        guard !settings.hasLimits || state.limits.admits(method, at: now) else {
            state.refused += 1
            return .failure("requests_limit")
        }
        if let position = state.plannedErrors.firstIndex(where: { $0.method == method || $0.method == "any" }) {
            let code = state.plannedErrors[position].code
            state.plannedErrors[position].count -= 1
            if state.plannedErrors[position].count <= 0 { state.plannedErrors.remove(at: position) }
            return .failure(code)
        }
        switch method {
        case "new_order":
            return state.isShiftOpen ? try create(form, &state) : .failure("cash_close")
        case "get_client": return LookupMethods.client(form)
        case "get_certificate": return LookupMethods.certificate(form)
        case "get_products": return LookupMethods.products(settings.catalogue)
        case "get_stops": return LookupMethods.stops(state.stops, settings.catalogue)
        case "get_status" where settings.hasStatusMethod:
            return LookupMethods.status(form, orders: state.orders, today: LocalTime.text(clock.wall).prefix(10))
        default: return .failure("invalid_method")
        }
    }

    private func create(_ form: FormBody, _ state: inout State) throws(OrdersFile.Failure) -> JSON {
        let now = clock.wall
        guard let request = NewOrderMethod(form, catalogue: settings.catalogue, now: now) else {
            return .failure("invalid_product_keys")
        }
        let order = Order(
            id: state.orders.last.map { $0.id + 1 } ?? Self.firstOrderID,
            number: state.orders.last.map { $0.number + 1 } ?? 1, receivedAt: now, status: OrderStatus.new,
            fields: form.fields.filter { $0.name != "secret" }, lines: request.lines)
        try file?.append(order)
        state.orders.append(order)
        var answer: JSON.Object = [
            "order_id": .string(String(order.id)), "order_number": .string(String(order.number)),
        ]
        if !request.warnings.isEmpty { answer["warnings"] = .object(request.warnings) }
        return .success(answer)
    }
}

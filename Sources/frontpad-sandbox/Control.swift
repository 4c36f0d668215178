internal import JSON
internal import Threads

/// Answers requests to the addresses under `/sandbox/`. These addresses use JSON. They are for people and tests and
/// not part of the CRM's API.
struct Control: Sendable {
    /// The error for an invalid request. Its message says what is wrong.
    struct BadRequest: Error {
        let message: String
    }

    let account: Account

    func answer(_ request: HTTPRequest) -> HTTPAnswer {
        do {
            switch (request.method, request.path) {
            case ("GET", "/sandbox/orders"): return .json(.array(account.orders.map(\.json)))
            case ("GET", "/sandbox/requests"): return .json(account.requestsJSON)
            case ("GET", "/sandbox/webhooks"): return .json(account.webhooksJSON)
            case ("GET", "/sandbox/state"): return .json(account.stateJSON)
            case ("POST", "/sandbox/reset"):
                account.reset()
                return Self.done
            case ("POST", let path): return try change(path, try JSON.parse(request.body))
            default: return .json(["error": "no such address"], status: 404)
            }
        } catch let error as BadRequest {
            return .json(["error": .string(error.message)], status: 400)
        } catch let error as JSONError {
            return .json(["error": .string(error.description)], status: 400)
        } catch {
            return .json(["error": .string("\(error)")], status: 500)
        }
    }

    private static let done = HTTPAnswer.json(["ok": true])

    private func change(_ path: String, _ json: JSON) throws -> HTTPAnswer {
        switch path {
        case "/sandbox/shift":
            guard let open = json["open"]?.bool else { throw BadRequest(message: "open must be true or false") }
            account.setShift(open: open)
        case "/sandbox/answer":
            guard let code = json["error"]?.string else { throw BadRequest(message: "error must be a code") }
            account.plan(Account.PlannedError(method: try method(json), code: code, count: try count(json)))
        case "/sandbox/fault": account.plan(try fault(json))
        case "/sandbox/stops":
            guard let list = json.array else { throw BadRequest(message: "must be a list of articles") }
            account.setStops(
                try list.map {
                    guard let article = $0.string else { throw BadRequest(message: "articles are strings") }
                    return article
                })
        case "/sandbox/status": try setStatus(json)
        case "/sandbox/clock": try moveClock(json)
        default: return .json(["error": "no such address"], status: 404)
        }
        return Self.done
    }

    private func method(_ json: JSON) throws(BadRequest) -> String {
        let method = json["method"]?.string ?? "any"
        guard method == "any" || Account.methods.contains(method) else {
            throw BadRequest(message: "method must be any or one of \(Account.methods.joined(separator: ", "))")
        }
        return method
    }

    private func count(_ json: JSON) throws(BadRequest) -> Int {
        guard let count = json["count"] else { return 1 }
        guard let number = count.int, number > 0 else { throw BadRequest(message: "count must be a number from 1 up") }
        return number
    }

    private func fault(_ json: JSON) throws(BadRequest) -> Fault {
        guard let kind = json["fault"]?.string.flatMap(Fault.Kind.init) else {
            let kinds = Fault.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw BadRequest(message: "fault must be one of \(kinds)")
        }
        let createsOrder = json["creates_order"]?.bool ?? false
        guard !createsOrder || kind != .resetBeforeReading else {
            throw BadRequest(message: "a request that is not read cannot create an order")
        }
        let milliseconds = json["milliseconds"]?.int ?? kind.defaultMilliseconds
        guard (0...86_400_000).contains(milliseconds) else {
            throw BadRequest(message: "milliseconds must be from 0 to one day")
        }
        return Fault(
            method: try method(json), kind: kind, count: try count(json), milliseconds: milliseconds,
            createsOrder: createsOrder)
    }

    private func setStatus(_ json: JSON) throws {
        guard let id = json["order_id"]?.string.flatMap({ Int($0) }) ?? json["order_id"]?.int,
            let status = json["status"]?.int
        else { throw BadRequest(message: "order_id and status are needed") }
        let report: Webhook
        switch try account.setStatus(status, ofOrder: id) {
        case .unknownOrder: throw BadRequest(message: "no order \(id)")
        case .unreported: return
        case .reported(let webhook): report = webhook
        }
        let account = account
        let started = BlockingThread.start {
            let delivery = report.send()
            account.note(delivery)
            Output.log("webhook order \(delivery.orderID) status \(delivery.status): \(delivery.outcome)")
        }
        if !started { account.note(Webhook.Delivery(orderID: id, status: status, outcome: "not_sent")) }
    }

    private func moveClock(_ json: JSON) throws(BadRequest) {
        if json["running"]?.bool == false { account.clock.stop() }
        if let milliseconds = json["advance_milliseconds"]?.int {
            guard milliseconds >= 0 else { throw BadRequest(message: "time does not go backwards") }
            account.clock.advance(milliseconds: Int64(milliseconds))
        }
        if json["running"]?.bool == true { account.clock.run() }
    }
}

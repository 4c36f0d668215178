import HTTP
import Intake
import SQLite
import TestSupport

@testable import OrderSync

/// The CRM of the test. It also checks the conditions that must hold when it receives the first byte of an order.
extension LifeWorld {
    func answer(_ request: HTTPRequest, _ beforeFirstByte: @escaping @Sendable () -> Bool) async -> HTTPExchange {
        let form = FormFields(String(decoding: request.body, as: UTF8.self))
        guard request.url.hasSuffix("new_order") else {
            _ = beforeFirstByte()
            return .answer(#"{"result":"success"}"#)
        }
        let (outcome, early, late) = next
        let life = self.request
        do {
            if let early { for number in shop.move(early) { try deliver(number, .command) } }
            if outcome == .notReached { return .notReached }
            guard beforeFirstByte() else { return .notAllowed }
            let hook = form["hook_url"] ?? ""
            guard let order = try order(of: hook) else { throw LifeViolation("the request has no hook_url") }
            try checkFirstByte(form, order)
            if outcome == .stopsBeforeFirstByte {
                guard await life?.park() == true else { return .broken }
            }
            let id = "\(1_000 + copies.count)"
            if outcome.isTaken {
                models[order].inCRM.append(Int(form["descr"]?.split(separator: " ").last ?? "") ?? -1)
                copies.append((order, id, hook))
            }
            if let late { for number in shop.move(late) { try deliver(number, .command) } }
            switch outcome {
            case .accepted, .stopsBeforeFirstByte:
                return .answer(#"{"result":"success","order_id":"\#(id)","order_number":"\#(copies.count)"}"#)
            case .acceptedWithoutID: return .answer(#"{"result":"success"}"#)
            case .refused: return .answer(#"{"result":"error","error":"invalid_certificate"}"#)
            case .shiftClosed: return .answer(#"{"result":"error","error":"cash_close"}"#)
            case .stopsBeforeAnswer:
                guard await life?.park() == true else { return .broken }
                return .answer(#"{"result":"success","order_id":"\#(id)","order_number":"\#(copies.count)"}"#)
            case .takenUnanswered, .lostUnanswered, .notReached, .dies: return .broken
            }
        } catch {
            violation = (error as? LifeViolation) ?? LifeViolation("\(error)")
            return .broken
        }
    }

    /// Returns the order of the shop that an attempt sends.
    func order(of hook: String) throws -> Int? {
        let query = FormFields(String(hook.drop { $0 != "?" }.dropFirst()))
        guard let incarnation = query["incarnation"].flatMap({ Int($0) }) else { return nil }
        let createdon = try database.read { connection in
            try connection.scalar(
                "SELECT createdon_local FROM every_order WHERE order_id = ? AND incarnation = ?", LifeShop.id,
                incarnation, as: String.self)
        }
        return models.indices.first { LifeShop.createdon($0) == createdon }
    }

    func checkFirstByte(_ form: FormFields, _ order: Int) throws {
        let model = models[order]
        if model.isCancelled { throw LifeViolation("order \(order) is sent although it is cancelled") }
        if !model.wasDue { throw LifeViolation("order \(order) is sent although it was never due") }
        if let newest = model.newest, form["descr"] != "edition \(newest.edition)" {
            throw LifeViolation(
                "order \(order) is sent as \(form["descr"] ?? "?"), and \(newest.edition) is the newest")
        }
    }

    func report(_ copy: (order: Int, id: String, hook: String), status: Int) throws {
        let body = #"{"action":"change_status","order_id":\#(copy.id),"status":\#(status)}"#
        let query = String(copy.hook.drop { $0 != "?" }.dropFirst())
        guard let webhook = try Webhook.read(Array(body.utf8), query: query) else { return }
        _ = try WebhookIntake(database: database).store(webhook)
    }
}

extension LifeStep.Outcome {
    fileprivate var isTaken: Bool {
        switch self {
        case .accepted, .acceptedWithoutID, .takenUnanswered, .stopsBeforeFirstByte, .stopsBeforeAnswer: true
        case .refused, .shiftClosed, .notReached, .lostUnanswered, .dies: false
        }
    }
}

extension HTTPExchange {
    fileprivate static func answer(_ text: String) -> HTTPExchange {
        HTTPExchange(bytesSent: 300, status: 200, body: Array(text.utf8), ending: .complete, phase: .done)
    }
    fileprivate static let broken = HTTPExchange(
        bytesSent: 300, status: nil, body: [], ending: .failed(code: 56, message: "reset"), phase: .waiting)
    fileprivate static let notReached = HTTPExchange(
        bytesSent: 0, status: nil, body: [], ending: .failed(code: 7, message: "refused"), phase: .connecting)
    fileprivate static let notAllowed = HTTPExchange(
        bytesSent: 0, status: nil, body: [], ending: .notAllowed, phase: .sending)
}

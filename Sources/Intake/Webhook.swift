internal import JSON

/// A webhook, that is, a request that the CRM posts when the status of an order changes. It consists of the body and
/// the query of the URL.
///
/// The body is JSON, such as `{"action":"change_status","order_id":12345678,"status":3,"datetime":"2020-08-21
/// 12:03:00"}`, or a form with the same fields (API facts, section 6). The query holds values that the worker put into
/// the URL when it sent the order: `order`, `incarnation`, `job`, `attempt` and the secret `attempt_token` of that
/// attempt.
public struct Webhook: Sendable, Hashable {
    /// The reason why a webhook was refused.
    public enum Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        case tooLarge
        case notReadable
        /// An undocumented action of the CRM.
        case unknownAction(String)
        case missing(String)
        /// The webhook names no attempt to send an order, or its token is not the token of that attempt.
        case notProved

        public var description: String {
            switch self {
            case .tooLarge: "the body is larger than \(Webhook.maxBytes) bytes"
            case .notReadable: "the body is neither a JSON object nor a form"
            case .unknownAction(let action): "the action «\(action)» is not known; only change_status is"
            case .missing(let name): "the body has no usable \(name)"
            case .notProved:
                "the address has no token of an attempt to send an order: only Frontpad, which got the order, knows it"
            }
        }
    }

    /// The maximum size of a body in bytes. A real body has about a hundred bytes.
    public static let maxBytes = 64 << 10
    private static let maxText = 200
    private static let limits = JSON.Limits(maxBytes: maxBytes, maxDepth: 8)

    public let event: CRMEvent

    /// - Parameters:
    ///   - body: the body exactly as it was received.
    ///   - query: the query of the URL without the question mark, or nil if it is not known.
    /// - Returns: nil if the body is empty. The CRM sends an empty body when someone saves the webhook's URL, to check
    ///   that the URL answers (API facts, section 6).
    /// - Throws: ``Refusal``.
    public static func read(_ body: [UInt8], query: String?) throws(Refusal) -> Webhook? {
        guard body.count <= maxBytes else { throw .tooLarge }
        if body.allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }) { return nil }
        let fields = try fields(of: body)
        let address = FormFields(query ?? "")
        if let action = fields("action"), action != "change_status" { throw .unknownAction(action) }
        guard let crmOrderID = fields("order_id"), crmOrderID.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            throw .missing("order_id")
        }
        guard let status = fields("status") else { throw .missing("status") }
        let number: (String) -> Int64? = { name in address[name].flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil } }
        guard let order = number("order"), let incarnation = number("incarnation"), let job = number("job"),
            let attempt = number("attempt"), let token = address["attempt_token"]
        else { throw .notProved }
        return Webhook(
            event: CRMEvent(
                source: .webhook, crmOrderID: crmOrderID, orderID: order, incarnation: Int(incarnation), job: job,
                attempt: Int(attempt), token: token, status: status, datetime: fields("datetime")))
    }

    /// Returns a function that looks up a field of the body by name. The body is JSON or a form. The function returns
    /// nil if the value is missing, empty or longer than any real value.
    private static func fields(of body: [UInt8]) throws(Refusal) -> (String) -> String? {
        let bounded: (String?) -> String? = { text in
            text.flatMap { $0.isEmpty || $0.unicodeScalars.count > maxText ? nil : $0 }
        }
        if let json = try? JSON.parse(body, limits: limits) {
            guard let object = json.object else { throw .notReadable }
            return { name in bounded(object[name]?.string ?? object[name]?.int.map(String.init)) }
        }
        let text = String(decoding: body, as: UTF8.self)
        guard text.contains("="), !text.hasPrefix("{") else { throw .notReadable }
        let form = FormFields(text)
        return { name in bounded(form[name]) }
    }
}

public import JSON

/// A readable answer of the CRM. Its HTTP status does not matter, because errors of the API come with status 200 (API
/// facts, section 1).
public enum FrontpadAnswer: Sendable, Hashable {
    case success(JSON.Object)
    case error(FrontpadErrorCode, JSON.Object)

    /// The limits for an answer.
    public static let limits = JSON.Limits(maxBytes: 8 << 20, maxDepth: 16)

    /// - Returns: nil if the body is not JSON or has no known `result`. An answer with the result `success` counts as
    ///   a success even if it has a key `error`. The answer for an empty stop list is an example (API facts, section
    ///   3, get_stops).
    public init?(_ body: [UInt8]) {
        guard let json = try? JSON.parse(body, limits: FrontpadAnswer.limits), let object = json.object else {
            return nil
        }
        switch object["result"]?.string {
        case "success": self = .success(object)
        case "error":
            // Usually the code is in `error`. In one example of the API document, it is in `status` (API facts,
            // section 3, get_status).
            let code = FrontpadAnswer.text(object["error"]) ?? FrontpadAnswer.text(object["status"]) ?? ""
            self = .error(FrontpadErrorCode(code), object)
        default: return nil
        }
    }

    /// Finds an acceptance in a body that is not valid JSON. For example, PHP may have printed a message before or
    /// after the answer, or the answer may have an extra comma at its end.
    ///
    /// A damaged refusal cannot be trusted, because its error code may be damaged too. So only a success counts, and
    /// only if it contains an order id.
    ///
    /// - Returns: the answer, or nil if the body contains no such answer or contains several answers.
    static func damagedAcceptance(_ body: [UInt8]) -> JSON.Object? {
        let answers = JSON.salvagedObjects(in: body, limits: limits).filter { $0["result"] != nil }
        guard answers.count == 1, let answer = answers.first, answer["result"]?.string == "success",
            let id = text(answer["order_id"]), id.allSatisfy({ $0.isASCII && $0.isNumber })
        else { return nil }
        return answer
    }

    /// Returns a string or a number as text, or nil if the value is missing, empty or of another type.
    static func text(_ value: JSON?) -> String? {
        switch value {
        case .string(let text): text.isEmpty ? nil : text
        case .number(let number): number.text
        case nil, .null, .bool, .array, .object: nil
        }
    }

    /// Returns the values of a list, or of an object with the keys "0", "1" and so on, in order. PHP writes lists in
    /// both forms (API facts, section 3).
    static func values(_ value: JSON?) -> [JSON] {
        switch value {
        case .array(let elements): elements
        case .object(let object):
            object.entries.enumerated()
                .sorted { (Int($0.element.key) ?? .max, $0.offset) < (Int($1.element.key) ?? .max, $1.offset) }
                .map(\.element.value)
        case .string, .number, .bool: value.map { [$0] } ?? []
        case nil, .null: []
        }
    }
}

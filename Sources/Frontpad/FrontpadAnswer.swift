public import JSON

/// A readable answer of the CRM, whatever its HTTP status: business errors come with 200 (API facts, section 1).
public enum FrontpadAnswer: Sendable, Hashable {
    case success(JSON.Object)
    case error(FrontpadErrorCode, JSON.Object)

    /// The limits of an answer.
    public static let limits = JSON.Limits(maxBytes: 8 << 20, maxDepth: 16)

    /// - Returns: nil if this is not an answer of the CRM: not JSON, or without a known `result`. A success that has an
    ///   `error` key is still a success: an empty stop list is one (API facts, section 3, get_stops).
    public init?(_ body: [UInt8]) {
        guard let json = try? JSON.parse(body, limits: FrontpadAnswer.limits), let object = json.object else {
            return nil
        }
        switch object["result"]?.string {
        case "success": self = .success(object)
        case "error":
            // The API document's own example has the code in `status` (API facts, section 3, get_status).
            let code = FrontpadAnswer.text(object["error"]) ?? FrontpadAnswer.text(object["status"]) ?? ""
            self = .error(FrontpadErrorCode(code), object)
        default: return nil
        }
    }

    /// Reads an answer that is not JSON as a whole: a message of PHP stands around it, or a comma before its end.
    ///
    /// What such an answer refuses may not be what it refused before it was damaged. So only a success counts, and only
    /// where it names its order.
    ///
    /// - Returns: nil where the bytes hold no such answer, or more than one answer.
    static func damagedAcceptance(_ body: [UInt8]) -> JSON.Object? {
        let answers = JSON.salvagedObjects(in: body, limits: limits).filter { $0["result"] != nil }
        guard answers.count == 1, let answer = answers.first, answer["result"]?.string == "success",
            let id = text(answer["order_id"]), id.allSatisfy({ $0.isASCII && $0.isNumber })
        else { return nil }
        return answer
    }

    /// A value that may come as a string or a number; nil if it is missing or empty.
    static func text(_ value: JSON?) -> String? {
        switch value {
        case .string(let text): text.isEmpty ? nil : text
        case .number(let number): number.text
        case nil, .null, .bool, .array, .object: nil
        }
    }

    /// The values of a map ("0", "1", …) or a list, in order: PHP writes both forms (API facts, section 3).
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

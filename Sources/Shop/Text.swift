internal import JSON

extension JSON {
    /// The text of a string, a number or a boolean, or nil for null, a list or an object. PHP and MySQL do not keep
    /// strings, numbers and booleans apart, so a shop may send any of them.
    var scalarText: String? {
        switch self {
        case .string(let text): text
        case .number(let number): number.text
        case .bool(let value): value ? "1" : "0"
        case .null, .array, .object: nil
        }
    }
}

extension String {
    /// The text without white space at its beginning and end.
    package var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }

    var nilWhereEmpty: String? { isEmpty ? nil : self }
}

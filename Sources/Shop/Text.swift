internal import JSON

extension JSON {
    /// A string, a number or a boolean as text. PHP and MySQL do not keep these types apart, so a shop sends any of
    /// them. nil for null, a list or an object.
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
    /// Without white space at both ends.
    package var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }

    var nilWhereEmpty: String? { isEmpty ? nil : self }
}

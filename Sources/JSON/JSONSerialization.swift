extension JSON {
    /// Returns the value as JSON text. Cyrillic letters are not escaped, so they stay readable. Control characters,
    /// U+2028 and U+2029 are escaped, so that every reader sees a single line.
    ///
    /// - Parameter pretty: whether to write several lines, indented by two spaces.
    public func serialized(pretty: Bool = false) -> String {
        var text = ""
        write(to: &text, indentation: pretty ? 0 : nil)
        return text
    }

    private func write(to text: inout String, indentation: Int?) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .number(let value): text += value.text
        case .string(let value): JSON.write(value, to: &text)
        case .array(let elements):
            JSON.write(elements, between: "[", and: "]", to: &text, indentation: indentation) { element, text, inner in
                element.write(to: &text, indentation: inner)
            }
        case .object(let object):
            JSON.write(object.entries, between: "{", and: "}", to: &text, indentation: indentation) {
                entry, text, inner in
                JSON.write(entry.key, to: &text)
                text += inner == nil ? ":" : ": "
                entry.value.write(to: &text, indentation: inner)
            }
        }
    }

    private static func write<Element>(
        _ elements: [Element], between opening: String, and closing: String, to text: inout String, indentation: Int?,
        each: (Element, inout String, Int?) -> Void
    ) {
        text += opening
        let inner = indentation.map { $0 + 1 }
        for (index, element) in elements.enumerated() {
            if index > 0 { text += "," }
            if let inner { text += "\n" + String(repeating: "  ", count: inner) }
            each(element, &text, inner)
        }
        if let indentation, !elements.isEmpty { text += "\n" + String(repeating: "  ", count: indentation) }
        text += closing
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

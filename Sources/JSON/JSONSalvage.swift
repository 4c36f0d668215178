extension JSON {
    /// The maximum number of opening braces to try. Real answers have fewer. The limit keeps the cost of hostile text
    /// low.
    private static let maxCandidates = 64

    /// Finds the complete objects in text that is not valid JSON as a whole. For example, a server message may precede
    /// or follow an object, or there may be a comma before a closing bracket.
    ///
    /// Use the result only for conclusions that stay correct even if the text was damaged.
    ///
    /// - Returns: the outermost objects, in the order of the text. The list is empty if the text exceeds the size
    ///   limit.
    public static func salvagedObjects(in bytes: [UInt8], limits: Limits = Limits()) -> [JSON.Object] {
        guard bytes.count <= limits.maxBytes else { return [] }
        var objects: [JSON.Object] = []
        var candidates = 0
        var position = 0
        while position < bytes.count, candidates < maxCandidates {
            guard bytes[position] == UInt8(ascii: "{") else {
                position += 1
                continue
            }
            candidates += 1
            if let (text, end) = balancedObject(in: bytes, from: position),
                let object = (try? JSON.parse(text, limits: limits))?.object
            {
                objects.append(object)
                position = end
            } else {
                position += 1
            }
        }
        return objects
    }

    /// - Returns: the text from an opening brace to its closing brace, without commas before closing brackets, and the
    ///   position after it. The result is nil if the brace is never closed.
    private static func balancedObject(in bytes: [UInt8], from start: Int) -> (text: [UInt8], end: Int)? {
        var text: [UInt8] = []
        var depth = 0
        var isInString = false
        var isEscaped = false
        /// The index in `text` of the last comma, if only white space has followed it.
        var trailingComma: Int?
        for position in start..<bytes.count {
            let byte = bytes[position]
            if isInString {
                text.append(byte)
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): break
            case UInt8(ascii: ","): trailingComma = text.count
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if let comma = trailingComma { text.remove(at: comma) }
                trailingComma = nil
                depth -= 1
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                trailingComma = nil
                depth += 1
            case UInt8(ascii: "\""):
                trailingComma = nil
                isInString = true
            default: trailingComma = nil
            }
            text.append(byte)
            if depth == 0 { return (text, position + 1) }
        }
        return nil
    }
}

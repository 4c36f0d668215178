extension JSON {
    /// More objects than any real answer has, so that hostile text costs little.
    private static let maxCandidates = 64

    /// Finds the complete objects in text that is not JSON as a whole: a message of the server stands before or behind
    /// them, or a comma stands before a closing bracket.
    ///
    /// Use it only for a conclusion that stays right when the text was damaged.
    ///
    /// - Returns: the outermost objects, in their order; none where the text is over a limit.
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

    /// - Returns: the text from an opening brace to the one that closes it, without commas before closing brackets, and
    ///   the position behind it; nil where nothing closes it.
    private static func balancedObject(in bytes: [UInt8], from start: Int) -> (text: [UInt8], end: Int)? {
        var text: [UInt8] = []
        var depth = 0
        var isInString = false
        var isEscaped = false
        /// The place in `text` of a comma after which only white space has come.
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

/// The fields of an `application/x-www-form-urlencoded` body. Names and arrays are read as in PHP (php.net, «Variables
/// From External Sources»). If a name occurs twice, the later value wins. `name[]` gets the next free number.
struct FormBody: Sendable {
    /// The decoded fields, in the order in which their names first occurred. `name[]` is stored with its number.
    private(set) var fields: [(name: String, value: String)] = []
    private var positions: [String: Int] = [:]
    private var nextIndexes: [String: Int] = [:]

    init(_ bytes: [UInt8]) {
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first, !name.isEmpty else { continue }
            add(Self.decoded(name), parts.count > 1 ? Self.decoded(parts[1]) : "")
        }
    }

    subscript(name: String) -> String? { positions[name].map { fields[$0].value } }

    /// Returns the elements of an array with their keys.
    func array(_ name: String) -> [(key: String, value: String)] {
        let prefix = name + "["
        return fields.compactMap { field in
            guard field.name.hasPrefix(prefix), field.name.hasSuffix("]") else { return nil }
            return (String(field.name.dropFirst(prefix.count).dropLast()), field.value)
        }
    }

    private mutating func add(_ written: String, _ value: String) {
        var name = written
        if name.hasSuffix("]"), let open = name.firstIndex(of: "["), open > name.startIndex {
            let array = String(name[..<open])
            let key = name[name.index(after: open)...].dropLast()
            if key.isEmpty {
                let index = nextIndexes[array] ?? 0
                name = "\(array)[\(index)]"
                nextIndexes[array] = index + 1
            } else if let index = Int(key), index >= 0, index < Int.max {
                nextIndexes[array] = max(nextIndexes[array] ?? 0, index + 1)
            }
        }
        if let position = positions[name] {
            fields[position].value = value
        } else {
            positions[name] = fields.count
            fields.append((name, value))
        }
    }

    /// Decodes percent-encoding. `+` becomes a space. An invalid escape stays unchanged.
    static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            switch bytes[index] {
            case UInt8(ascii: "+"): decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                if index + 2 < bytes.endIndex, let high = digit(bytes[index + 1]), let low = digit(bytes[index + 2]) {
                    decoded.append(high << 4 | low)
                    index += 2
                } else {
                    decoded.append(bytes[index])
                }
            default: decoded.append(bytes[index])
            }
            index += 1
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

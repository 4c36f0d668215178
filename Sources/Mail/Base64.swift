/// Base64 encoding without line ends. Source: RFC 4648, section 4.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var encoded: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let group = Array(rest.prefix(3))
            rest = rest.dropFirst(3)
            let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
            for position in 0..<4 {
                let isPadding = position > group.count
                let digit = alphabet[Int(bits >> (18 - 6 * UInt32(position)) & 0x3F)]
                encoded.append(isPadding ? UInt8(ascii: "=") : digit)
            }
        }
        return encoded
    }
}

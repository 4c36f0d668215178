/// Encodes fields as a body of the type `application/x-www-form-urlencoded`.
public enum FormEncoding {
    /// Joins `name=value` pairs with `&`, in the given order, in UTF-8. All characters are percent-encoded except the
    /// unreserved ones of RFC 3986 (section 2.3). A space becomes `%20`. The brackets of PHP's array names
    /// (`product[0]`) are kept.
    public static func encode(_ fields: [(name: String, value: String)]) -> [UInt8] {
        var encoded: [UInt8] = []
        for field in fields {
            if !encoded.isEmpty { encoded.append(UInt8(ascii: "&")) }
            append(field.name, to: &encoded) { isUnreserved($0) || $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "]") }
            encoded.append(UInt8(ascii: "="))
            append(field.value, to: &encoded, literal: isUnreserved)
        }
        return encoded
    }

    private static func append(_ text: String, to encoded: inout [UInt8], literal: (UInt8) -> Bool) {
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            if literal(byte) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
            }
        }
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}

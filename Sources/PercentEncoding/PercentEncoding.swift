/// Percent-encoding of URLs and forms. Source: RFC 3986, section 2.1.
public enum PercentEncoding {
    /// Replaces each "%" and its two hexadecimal digits by the byte that they encode.
    ///
    /// - Returns: the bytes, and whether every "%" had two digits. A "%" without two digits stays unchanged.
    public static func decode(_ text: some Sequence<UInt8>) -> (bytes: [UInt8], isValid: Bool) {
        var bytes: [UInt8] = []
        var isValid = true
        var rest = Array(text)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2).compactMap(value(ofDigit:))
            if digits.count == 2 {
                bytes.append(digits[0] << 4 | digits[1])
                rest.removeFirst(2)
            } else {
                bytes.append(byte)
                isValid = false
            }
        }
        return (bytes, isValid)
    }

    private static func value(ofDigit digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}

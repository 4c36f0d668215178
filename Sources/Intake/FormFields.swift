/// Fields of `application/x-www-form-urlencoded`: a body of a form, or the query of an address.
/// Source: <https://url.spec.whatwg.org/#urlencoded-parsing>.
public struct FormFields: Sendable, Hashable {
    private let fields: [(name: String, value: String)]

    /// Never fails: what is not encoded as it should be stays as it is, and bytes that are not UTF-8 are replaced.
    public init(_ text: String) {
        fields = text.utf8.split(separator: UInt8(ascii: "&")).map { pair in
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            let value = equals == pair.endIndex ? pair[equals...] : pair[pair.index(after: equals)...]
            return (FormFields.decoded(pair[..<equals]), FormFields.decoded(value))
        }
    }

    /// The last value under a name, as PHP takes it; nil where there is none.
    public subscript(name: String) -> String? { fields.last { $0.name == name }?.value }

    private static func decoded(_ text: Substring.UTF8View) -> String {
        var bytes: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(0x20)
            case UInt8(ascii: "%"):
                let digits = rest.prefix(2)
                if digits.count == 2, let value = UInt8(String(Substring(digits)), radix: 16) {
                    bytes.append(value)
                    rest = rest.dropFirst(2)
                } else {
                    bytes.append(byte)
                }
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    public static func == (left: FormFields, right: FormFields) -> Bool {
        left.fields.elementsEqual(right.fields) { $0 == $1 }
    }

    public func hash(into hasher: inout Hasher) {
        for field in fields {
            hasher.combine(field.name)
            hasher.combine(field.value)
        }
    }
}

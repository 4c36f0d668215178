internal import PercentEncoding

/// The fields of an `application/x-www-form-urlencoded` text, which is the body of a form or the query of a URL.
/// Source: <https://url.spec.whatwg.org/#urlencoded-parsing>.
public struct FormFields: Sendable, Hashable {
    private let fields: [(name: String, value: String)]

    /// Parses any text without an error. Invalid percent escapes are kept as they are. Bytes that are not UTF-8 are
    /// replaced.
    public init(_ text: String) {
        fields = text.utf8.split(separator: UInt8(ascii: "&")).map { pair in
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            let value = equals == pair.endIndex ? pair[equals...] : pair[pair.index(after: equals)...]
            return (FormFields.decoded(pair[..<equals]), FormFields.decoded(value))
        }
    }

    /// The value of the field with this name, or nil if there is none. If several fields have the name, the last one
    /// wins, as in PHP.
    public subscript(name: String) -> String? { fields.last { $0.name == name }?.value }

    private static func decoded(_ text: Substring.UTF8View) -> String {
        let spaced = text.lazy.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
        return String(decoding: PercentEncoding.decode(spaced).bytes, as: UTF8.self)
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

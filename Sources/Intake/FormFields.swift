internal import PercentEncoding

/// The fields of `application/x-www-form-urlencoded` text: a form's body, or the query of an address.
/// Source: <https://url.spec.whatwg.org/#urlencoded-parsing>.
public struct FormFields: Sendable, Hashable {
    private let fields: [(name: String, value: String)]

    /// Never fails: invalid escapes are kept, and bytes that are not UTF-8 are replaced.
    public init(_ text: String) {
        fields = text.utf8.split(separator: UInt8(ascii: "&")).map { pair in
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            let value = equals == pair.endIndex ? pair[equals...] : pair[pair.index(after: equals)...]
            return (FormFields.decoded(pair[..<equals]), FormFields.decoded(value))
        }
    }

    /// The last value with this name, as in PHP; nil if there is none.
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

import HTTP
import Testing

@Suite("Form fields")
struct FormEncodingTests {
    @Test(
        "are encoded byte by byte",
        arguments: [
            ([], ""),
            ([("a", "")], "a="),
            ([("a", "1"), ("b", "2"), ("a", "3")], "a=1&b=2&a=3"),
            ([("name", "Иван +7")], "name=%D0%98%D0%B2%D0%B0%D0%BD%20%2B7"),
            ([("product[0]", "x[1]")], "product[0]=x%5B1%5D"),
            ([("a&b=c", "d&e=f;%\r\n\0")], "a%26b%3Dc=d%26e%3Df%3B%25%0D%0A%00"),
            ([("plain", "AZaz09-._~")], "plain=AZaz09-._~"),
            ([("emoji", "🍕")], "emoji=%F0%9F%8D%95"),
        ] as [([(String, String)], String)])
    func encoding(fields: [(String, String)], encoded: String) {
        let bytes = FormEncoding.encode(fields.map { (name: $0.0, value: $0.1) })
        #expect(String(decoding: bytes, as: UTF8.self) == encoded)
    }
}

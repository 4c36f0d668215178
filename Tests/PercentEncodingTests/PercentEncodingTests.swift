import PercentEncoding
import Testing

@Suite("Percent-encoding") struct PercentEncodingTests {
    @Test(
        "escapes become the bytes that they mean",
        arguments: [
            ("", ""), ("plain", "plain"), ("a%20b", "a b"), ("%D0%9f", "П"), ("%25%32%35", "%25"), ("a+b", "a+b"),
        ])
    func valid(text: String, decoded: String) {
        let (bytes, isValid) = PercentEncoding.decode(text.utf8)
        #expect(bytes == Array(decoded.utf8))
        #expect(isValid)
    }

    @Test(
        "a percent sign without two hexadecimal digits stays, and is reported",
        arguments: [("%", "%"), ("100%", "100%"), ("%4", "%4"), ("%g0%41", "%g0A"), ("%+5", "%+5"), ("%%41", "%A")])
    func invalid(text: String, decoded: String) {
        let (bytes, isValid) = PercentEncoding.decode(text.utf8)
        #expect(bytes == Array(decoded.utf8))
        #expect(!isValid)
    }

    @Test("bytes that are not UTF-8 are kept") func bytes() {
        #expect(PercentEncoding.decode("%FF%00".utf8).bytes == [0xFF, 0x00])
    }
}

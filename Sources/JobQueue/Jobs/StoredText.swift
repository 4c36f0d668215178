/// A text that is kept with each attempt: an error, a reason, a note. A thrown error may hold a whole page of HTML or a
/// dump, and twenty attempts would keep it twenty times.
enum StoredText {
    /// How much is kept, in bytes of UTF-8.
    static let limit = 8_192

    /// The text, or its beginning followed by its size, in no more bytes than the limit.
    static func cut(_ text: String) -> String {
        let size = text.utf8.count
        guard size > limit else { return text }
        let end = "… (cut: it had \(size) bytes)"
        var last = text.utf8.index(text.utf8.startIndex, offsetBy: limit - end.utf8.count)
        // Not inside a character: its other bytes begin with the bits 10.
        while text.utf8[last] & 0xC0 == 0x80 { text.utf8.formIndex(before: &last) }
        return String(text[..<last]) + end
    }
}

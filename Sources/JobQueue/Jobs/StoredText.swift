/// Limits the texts that are stored with each attempt: errors, reasons and notes. A thrown error may contain a whole
/// HTML page or a dump, and twenty attempts would store it twenty times.
enum StoredText {
    /// The maximum size of a stored text, in bytes of UTF-8.
    static let limit = 8_192

    /// Returns the text if it fits the limit. Otherwise returns its beginning and a note of its full size; both
    /// together fit the limit.
    static func cut(_ text: String) -> String {
        let size = text.utf8.count
        guard size > limit else { return text }
        let end = "… (cut: it had \(size) bytes)"
        var last = text.utf8.index(text.utf8.startIndex, offsetBy: limit - end.utf8.count)
        // Do not cut inside a character. In UTF-8, all bytes of a character except the first begin with the bits 10.
        while text.utf8[last] & 0xC0 == 0x80 { text.utf8.formIndex(before: &last) }
        return String(text[..<last]) + end
    }
}

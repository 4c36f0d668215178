/// Checks mail addresses. We accept only the plain form of RFC 5321 (section 4.1.2). Quoted names are not accepted.
/// Characters beyond ASCII are not accepted either, because every server on the way would have to support SMTPUTF8.
enum MailAddress {
    static func isUsable(_ address: String) -> Bool {
        // A path has at most 256 bytes, including its angle brackets (RFC 5321, section 4.5.3.1.3).
        guard address.utf8.count <= 254, address.utf8.allSatisfy(isAllowed) else { return false }
        let parts = address.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && !parts[1].isEmpty
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        byte > UInt8(ascii: " ") && byte < 0x7F && !"()<>[]:;,\\\"".utf8.contains(byte)
    }
}

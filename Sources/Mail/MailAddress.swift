/// The addresses that we accept: the plain form of RFC 5321 (section 4.1.2), without quoted names and without
/// characters beyond ASCII, which would need SMTPUTF8 on every server along the way.
enum MailAddress {
    static func isUsable(_ address: String) -> Bool {
        // A path is at most 256 bytes with its angle brackets (RFC 5321, section 4.5.3.1.3).
        guard address.utf8.count <= 254, address.utf8.allSatisfy(isAllowed) else { return false }
        let parts = address.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && !parts[1].isEmpty
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        byte > UInt8(ascii: " ") && byte < 0x7F && !"()<>[]:;,\\\"".utf8.contains(byte)
    }
}

internal import PercentEncoding

/// A mail server that accepts our messages, and how to connect to it.
public struct SMTPServer: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    enum Encryption: Sendable, Hashable {
        /// Use STARTTLS if the server offers it.
        case whenOffered
        /// Use STARTTLS. If it fails, send nothing.
        case startTLS
        /// Use TLS from the first byte.
        case fromStart
    }

    struct Login: Sendable, Hashable {
        let user: String
        let password: String
    }

    let host: String
    let port: Int
    private(set) var encryption: Encryption
    let login: Login?
    let caFile: String?

    /// Reads a URL. It has one of these forms:
    ///
    /// - `smtp://host` connects to port 25 and encrypts if the server offers STARTTLS. With a password, and a server on
    ///   another machine, it sends nothing unless STARTTLS succeeds.
    /// - `smtp+starttls://host` (port 587) and `smtp://host?starttls=required` (port 25) send nothing unless STARTTLS
    ///   succeeds.
    /// - `smtps://host` (port 465) uses TLS from the beginning (RFC 8314, section 3).
    ///
    /// The host may have the prefix `user:password@`, with both parts percent-encoded, and the suffix `:port`.
    ///
    /// - Parameter caFile: a PEM file with certificates to trust instead of the system's certificates.
    /// - Returns: nil for any other text.
    public init?(url: String, caFile: String? = nil) {
        guard let scheme = url.firstRange(of: "://") else { return nil }
        var rest = url[scheme.upperBound...]
        var isRequired = false
        if let question = rest.firstIndex(of: "?") {
            guard rest[question...] == "?starttls=required" else { return nil }
            isRequired = true
            rest = rest[..<question]
        }
        if rest.hasSuffix("/") { rest = rest.dropLast() }

        let defaultPort: Int
        switch (url[..<scheme.lowerBound].lowercased(), isRequired) {
        case ("smtp", false): (encryption, defaultPort) = (.whenOffered, 25)
        case ("smtp", true): (encryption, defaultPort) = (.startTLS, 25)
        case ("smtp+starttls", _): (encryption, defaultPort) = (.startTLS, 587)
        case ("smtps", false): (encryption, defaultPort) = (.fromStart, 465)
        default: return nil
        }

        var login: Login?
        if let at = rest.lastIndex(of: "@") {
            guard let read = Login(rest[..<at]) else { return nil }
            login = read
            rest = rest[rest.index(after: at)...]
        }
        guard let place = Self.place(rest, defaultPort: defaultPort) else { return nil }
        (host, port) = place
        // A password does not travel unencrypted, whatever the network does with the server's offer of STARTTLS.
        if login != nil, encryption == .whenOffered, !Self.isLoopback(place.host) { encryption = .startTLS }
        self.login = login
        self.caFile = caFile
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "[::1]" || host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." }
    }

    private static func place(_ text: Substring, defaultPort: Int) -> (host: String, port: Int)? {
        var host = text
        var port = defaultPort
        // An IPv6 address is in brackets because it contains colons.
        if let colon = text.lastIndex(of: ":"), !text[colon...].contains("]") {
            guard let number = UInt16(text[text.index(after: colon)...]), number > 0 else { return nil }
            port = Int(number)
            host = text[..<colon]
        }
        let isName = !host.isEmpty && host.utf8.allSatisfy(isAllowedInName)
        let isAddress =
            host.hasPrefix("[") && host.hasSuffix("]")
            && host.dropFirst().dropLast().contains(":")
            && host.dropFirst().dropLast().utf8.allSatisfy { isAllowedInName($0) || $0 == UInt8(ascii: ":") }
        return isName || isAddress ? (String(host), port) : nil
    }

    private static func isAllowedInName(_ byte: UInt8) -> Bool {
        // Bytes beyond ASCII are allowed, because libcurl converts international names to their ASCII form.
        let character = Character(UnicodeScalar(byte))
        return byte >= 0x80 || character.isLetter || character.isNumber || "-._".utf8.contains(byte)
    }

    /// The address without the password.
    public var description: String {
        let scheme =
            switch encryption {
            case .whenOffered: "smtp"
            case .startTLS: "smtp+starttls"
            case .fromStart: "smtps"
            }
        return "\(scheme)://\(login.map { "\($0.user)@" } ?? "")\(host):\(port)"
    }

    /// The mirror has no password, so debug output does not show it.
    public var customMirror: Mirror { Mirror(self, children: ["address": description]) }
}

extension SMTPServer.Login {
    /// - Parameter text: `user:password`, with both parts percent-encoded.
    init?(_ text: Substring) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { return nil }
        guard let user = Self.decoded(parts[0]), let password = Self.decoded(parts[1]) else { return nil }
        self.init(user: user, password: password)
    }

    private static func decoded(_ text: Substring) -> String? {
        let (bytes, isValid) = PercentEncoding.decode(text.utf8)
        guard isValid else { return nil }
        guard !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}

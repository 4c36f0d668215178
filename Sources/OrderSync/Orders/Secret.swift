internal import Glibc
public import Shop

/// Finds the CRM's secret.
public enum Secret {
    public static let environmentVariable = "FRONTPAD_SECRET"
    /// The name of the systemd credential. Source: systemd.exec(5), `LoadCredential=`.
    public static let credentialName = "frontpad_secret"

    /// Looks for the secret in the environment, then in the systemd credential, then in the settings. Returns nil if
    /// no place has it.
    public static func find(_ settings: Settings) -> String? {
        if let value = variable(environmentVariable) { return value }
        if let folder = variable("CREDENTIALS_DIRECTORY"), let value = read("\(folder)/\(credentialName)") {
            return value
        }
        return settings.secret
    }

    private static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        return clean(String(cString: value))
    }

    private static func read(_ path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(file, &bytes, bytes.count)
        return count > 0 ? clean(String(decoding: bytes[..<count], as: UTF8.self)) : nil
    }

    private static func clean(_ text: String) -> String? {
        let value = text.filter { !$0.isWhitespace }
        return value.isEmpty ? nil : value
    }
}

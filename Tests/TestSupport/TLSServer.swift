/// OpenSSL's test server with its own certificate.
public final class TLSServer: Sendable {
    public let url: String
    /// The file of the self-signed certificate.
    public let certificatePath: String
    private let folder = TemporaryDirectory()
    private let program: RunningProgram

    /// - Parameter name: the subject alternative name in the certificate.
    public init(name: String = "IP:127.0.0.1") throws {
        let (key, certificate) = (folder.path(of: "key.pem"), folder.path(of: "certificate.pem"))
        let made = try run(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=test", "-addext", "subjectAltName=\(name)", "-keyout", key, "-out", certificate,
            ])
        guard made.status == .exited(0) else { throw RunningProgram.Failure(description: made.stderr) }
        program = try RunningProgram(
            "openssl", ["s_server", "-accept", "127.0.0.1:0", "-www", "-cert", certificate, "-key", key])
        let port = try program.line(containing: "ACCEPT ").split(separator: ":").last ?? ""
        url = "https://127.0.0.1:\(port)/"
        certificatePath = certificate
    }
}

import TestSupport

/// A server that accepts connections but never answers a TLS handshake. An HTTPS request to it waits, and no byte of
/// the request is sent.
final class SilentServer: Sendable {
    let program: RunningProgram
    let port: Substring

    init() throws {
        program = try RunningProgram(
            "python3",
            [
                "-c",
                """
                import socket, time
                server = socket.create_server(("127.0.0.1", 0))
                print("PORT", server.getsockname()[1], flush=True)
                clients = []
                while True:
                    client = server.accept()[0]
                    clients.append(client)
                    client.recv(1)
                    print("hello", flush=True)
                """,
            ])
        port = try program.line(containing: "PORT ").split(separator: " ").last ?? ""
    }
}

internal import CommandKit

@main
enum FrontpadSandbox {
    static func main() {
        Program(
            SandboxCommand.command,
            // The sandbox tests the other programs, so it shares only CommandKit and JSON with them. That is why it
            // states the version itself.
            release: Release(product: "frontpad-queue", version: "0.1.0", date: "2026-11-27"),
            manual: Manual(
                exitStatuses: [
                    (.success, "The sandbox was ended by SIGTERM or SIGINT."), (.usage, "The command line is wrong."),
                    (.data, "A file cannot be used."), (.noInput, "A file cannot be opened."),
                    (.unavailable, "The port or a file cannot be used; the message says why."),
                    (.inputOutput, "Reading a file or writing standard output failed."),
                ], seeAlso: ["frontpad-worker", "frontpad-queue"])
        ).main()
    }
}

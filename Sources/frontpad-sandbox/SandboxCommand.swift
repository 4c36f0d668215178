internal import CommandKit
internal import Glibc
internal import JSON
internal import Threads

enum SandboxCommand {
    private enum Shift: String, CaseIterable {
        case open, closed
    }

    private static let port = DefaultedNumberOption(
        "--port", "N", "The port to listen on; 0 picks a free one.", in: 0...65535, default: 0)
    private static let shift = ChoiceOption(
        "--shift", "STATE", "Whether the shift is open, so that orders are accepted. Default: open.", among: Shift.self)
    private static let secret = Option("--secret", "S", "The API's secret. Default: sandbox.")
    private static let noLimits = Flag("--no-limits", "Do not limit the rate of requests.")
    private static let legacyStatus = Flag(
        "--legacy-status", "Answer get_status as in 2017; without this option it is an invalid_method.")
    private static let catalogue = Option(
        "--catalogue", "FILE", "The only known articles: a JSON list of {\"article\", \"name\", \"price\"}.")
    private static let orders = Option(
        "--orders", "FILE", "Keep the created orders in this file, one JSON object per line.")
    private static let journal = Option(
        "--journal", "FILE",
        "Log the outcome of each new_order request to this file, one JSON object per line: whether it was answered or "
            + "cut off.")
    private static let hookURL = Option(
        "--hook-url", "URL",
        "Where to send changes of status if the order itself names no address; only http://127.0.0.1 is allowed.")

    static let command = Command(
        "frontpad-sandbox", "Stand in for the Frontpad API, for trials and tests.",
        discussion: [
            "The sandbox listens on 127.0.0.1. It has the API's methods, limits and error codes, and shows the orders it "
                + "has accepted on its page. "
                + "Requests to /sandbox/ make it close the shift, fail, or change the status of an order."
        ],
        parameters: [port, shift, secret, noLimits, legacyStatus, catalogue, orders, journal, hookURL],
        examples: [
            Example("frontpad-sandbox --port 8075", "Listen on http://127.0.0.1:8075."),
            Example("curl -d '{\"open\":false}' http://127.0.0.1:8075/sandbox/shift", "Close the shift."),
        ]
    ) { (input, _: NoContext) in
        // Block the signals before any thread starts, so that all threads inherit the mask. The main thread waits for
        // SIGTERM and SIGINT. With SIGPIPE blocked, a write to a closed connection fails with EPIPE.
        var ending = sigset_t()
        sigemptyset(&ending)
        sigaddset(&ending, SIGTERM)
        sigaddset(&ending, SIGINT)
        var blocked = ending
        sigaddset(&blocked, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &blocked, nil)

        try serve(input)
        var signal: CInt = 0
        sigwait(&ending, &signal)
        // Do not call exit(): a request with a simulated fault may take minutes.
        _exit(EXIT_SUCCESS)
    }

    private static func serve(_ input: Input) throws {
        let settings = try accountSettings(input)
        do {
            let stored = try input[orders].map { (path) throws(OrdersFile.Failure) in try OrdersFile.open(path) }
            let sandbox = Sandbox(
                account: Account(
                    settings: settings, clock: SandboxClock(), file: stored?.file, orders: stored?.orders ?? []),
                journal: try input[journal].map { (path) throws(OrdersFile.Failure) in
                    try RequestJournal(path: path)
                })
            let server = try HTTPServer(port: input[port])
            guard BlockingThread.start({ server.serve(sandbox.serve) }) else {
                throw CommandError(.unavailable, "a thread cannot be started")
            }
            Output.print("frontpad-sandbox: listening on http://127.0.0.1:\(server.port)")
        } catch let error as CommandError {
            throw error
        } catch {
            throw CommandError(.unavailable, "\(error)")
        }
    }

    private static func accountSettings(_ input: Input) throws -> Account.Settings {
        var settings = Account.Settings()
        settings.isShiftOpen = input[shift] != .closed
        if let secret = input[secret] { settings.secret = secret }
        settings.hasLimits = !input[noLimits]
        settings.hasStatusMethod = input[legacyStatus]
        if let path = input[catalogue] { settings.catalogue = try readCatalogue(path) }
        if let url = input[hookURL] {
            guard Webhook.Address(url) != nil else {
                throw CommandError.usage("--hook-url must be a URL on http://127.0.0.1")
            }
            settings.hookURL = url
        }
        return settings
    }

    private static func readCatalogue(_ path: String) throws -> Catalogue {
        let bytes = try InputFile(path).readAll(limit: 8 << 20)
        do {
            return try Catalogue.strict(try JSON.parse(bytes))
        } catch {
            throw CommandError(.data, "\(path): \(error)")
        }
    }
}

internal import CommandKit
internal import Glibc
internal import Threads

@main
struct Main {
    static func main() {
        // Blocked here and so in every thread: the main thread waits for the first two; the third becomes EPIPE.
        var ending = sigset_t()
        sigemptyset(&ending)
        sigaddset(&ending, SIGTERM)
        sigaddset(&ending, SIGINT)
        var blocked = ending
        sigaddset(&blocked, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &blocked, nil)

        Program(SandboxOptions.definition).main { command in
            try serve(try SandboxOptions(command))
            var signal: CInt = 0
            sigwait(&ending, &signal)
            // At once: requests in the middle of a fault may wait for minutes.
            _exit(EXIT_SUCCESS)
        }
    }

    private static func serve(_ options: SandboxOptions) throws {
        do {
            let stored = try options.ordersPath.map { (path) throws(OrdersFile.Failure) in try OrdersFile.open(path) }
            let sandbox = Sandbox(
                account: Account(
                    settings: options.account, clock: SandboxClock(), file: stored?.file, orders: stored?.orders ?? []),
                journal: try options.journalPath.map { (path) throws(OrdersFile.Failure) in
                    try RequestJournal(path: path)
                })
            let server = try HTTPServer(port: options.port)
            guard BlockingThread.start({ server.serve(sandbox.serve) }) else {
                throw CommandError(.unavailable, "no thread")
            }
            Output.print("frontpad-sandbox: listening on http://127.0.0.1:\(server.port)")
        } catch let error as CommandError {
            throw error
        } catch {
            throw CommandError(.unavailable, "\(error)")
        }
    }
}

internal import Glibc

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

        do {
            let options = try SandboxOptions(Array(Swift.CommandLine.arguments.dropFirst()))
            guard !options.wantsHelp else { return Output.print(SandboxOptions.usage) }
            let stored = try options.ordersPath.map { (path) throws(OrdersFile.Failure) in try OrdersFile.open(path) }
            let sandbox = Sandbox(
                account: Account(
                    settings: options.account, clock: SandboxClock(), file: stored?.file, orders: stored?.orders ?? []))
            let server = try HTTPServer(port: options.port)
            guard Thread.start({ server.serve(sandbox.serve) }) else { return fail("no thread", EX_OSERR) }
            Output.print("frontpad-sandbox: listening on http://127.0.0.1:\(server.port)")
            var signal: CInt = 0
            sigwait(&ending, &signal)
            // At once: requests in the middle of a fault may wait for minutes.
            _exit(EXIT_SUCCESS)
        } catch let error as SandboxOptions.Failure {
            fail("\(error)\n\(SandboxOptions.usage)", EX_USAGE)
        } catch {
            fail("\(error)", EX_UNAVAILABLE)
        }
    }

    /// - Parameter status: one of sysexits.h.
    private static func fail(_ message: String, _ status: CInt) {
        Output.log(message)
        exit(status)
    }
}

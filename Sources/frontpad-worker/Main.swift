internal import CommandKit
internal import OrderSync
internal import Product

@main
enum FrontpadWorker {
    /// This method is not asynchronous, because an asynchronous main waits in a call that unblocks all signals.
    static func main() {
        Program(
            WorkerCommand.command,
            release: .current,
            manual: .frontpadQueue(
                environment: Manual.secret(
                    variable: Secret.environmentVariable, credential: Secret.credentialName),
                seeAlso: ["frontpad-queue", "frontpad-enqueue", "frontpad-crm"])
        ).main()
    }
}

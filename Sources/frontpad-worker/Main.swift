internal import CommandKit
internal import OrderSync
internal import Product

@main
enum FrontpadWorker {
    /// Not asynchronous: an asynchronous main waits in a call that unblocks all signals.
    static func main() {
        Program(
            WorkerCommand.command,
            info: .frontpadQueue(
                environment: ProgramInfo.secret(
                    variable: Secret.environmentVariable, credential: Secret.credentialName),
                seeAlso: ["frontpad-queue", "frontpad-enqueue", "frontpad-crm"])
        ).main()
    }
}

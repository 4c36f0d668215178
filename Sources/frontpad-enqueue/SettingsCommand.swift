internal import CommandKit
internal import Intake
internal import JSON
internal import SQLite
internal import Shop

/// `frontpad-enqueue settings`.
struct SettingsCommand {
    private let context: EnqueueContext

    init(_ context: EnqueueContext) { self.context = context }

    func run(_ command: ParsedCommand) throws -> ExitStatus {
        let bytes = try InputFile(command.argument(0)).readAll(limit: SettingsDocument.limits.maxBytes)
        let values: [String: String?]
        do throws(SettingsDocument.Refusal) {
            values = try SettingsDocument.parse(bytes)
        } catch {
            throw CommandError(.data, "nothing was stored: \(error)")
        }
        let changed = try context.writeOrFail { database in
            try database.write { connection -> [String] in
                let changed = try SettingsStore.store(values, in: connection)
                // Orders may have waited for just these.
                _ = try OrderSweep.run(in: connection)
                return changed
            }
        }
        if command.flag("--json") {
            let json: JSON = ["changed": .array(changed.map(JSON.string))]
            StandardOutput.write(json.serialized() + "\n")
        } else {
            StandardOutput.write(
                changed.isEmpty ? "nothing new\n" : "changed: \(changed.joined(separator: ", "))\n")
        }
        return .success
    }
}

internal import CommandKit
internal import Intake
internal import JSON
internal import Shop

/// The command `frontpad-enqueue settings`.
enum SettingsCommand {
    static let command = Command(
        "settings", "Store settings from a JSON object of names and values.",
        discussion: [
            "All settings are checked first; if one is wrong, none is stored. The value null removes a setting. "
                + "frontpad-queue settings list shows the names."
        ],
        parameters: [EnqueueContext.file],
        examples: [
            Example(
                #"echo '{"frontpadapi_send_status": "2"}' | frontpad-enqueue settings"#,
                "Send orders when they reach status 2.")
        ], run: run)

    private static func run(_ input: Input, _ context: EnqueueContext) throws -> ExitStatus {
        let bytes = try InputFile(input[EnqueueContext.file]).readAll(limit: SettingsDocument.limits.maxBytes)
        let values: [String: String?]
        do throws(SettingsDocument.Refusal) {
            values = try SettingsDocument.parse(bytes)
        } catch {
            throw CommandError(.data, "nothing was stored: \(error)")
        }
        let changed = try context.writeOrFail { database in
            try SettingsIntake(database: database).store(values)
        }
        context.print(
            ["changed": .array(changed.map(JSON.string))],
            or: changed.isEmpty ? "nothing has changed" : "changed: \(changed.joined(separator: ", "))")
        return .success
    }
}

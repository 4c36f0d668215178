internal import CommandKit
internal import Intake
internal import JSON
internal import OrderSync
internal import Product
internal import SQLite
internal import Shop

/// The context of a command that sets up a shop. It creates the database if it is missing.
private struct NewDatabase: CommandContext {
    static let options = Console.options
    let console: Console

    init(_ input: Input) throws {
        console = try Console(QueueLocation(option: input[SharedOptions.db]), creates: true)
    }
}

/// The command `frontpad-queue settings`.
struct SettingsCommands {
    private static let key = Argument("KEY", "The setting's name; frontpadapi_ may be left out.")
    private static let value = Argument("VALUE", "The new value; \"\" is an empty value, - reads it.")
    private static let json = SharedOptions.json

    static let group = Command(
        "settings", "Show, change and check the settings.",
        commands: [
            Command(
                "list", "List every setting with its value and meaning.", parameters: [json],
                examples: [Example("frontpad-queue settings list", "Show all settings.")]
            ) { try SettingsCommands(input: $0, console: $1).list() },
            Command(
                "get", "Print the value of a setting.", parameters: [key, json],
                examples: [Example("frontpad-queue settings get send_status", "When orders are sent.")]
            ) { try SettingsCommands(input: $0, console: $1).get() },
            Command(
                "set", "Change a setting.",
                discussion: [
                    "If VALUE is -, it is read from standard input. A secret is read only from there, because other users of the "
                        + "machine can see a command line."
                ],
                parameters: [key, value, json],
                examples: [
                    Example("frontpad-queue settings set send_status 2", "Send orders when they reach status 2."),
                    Example("frontpad-queue settings set secret -", "Type the secret, then Enter and Ctrl-D."),
                ]
            ) { (input, database: NewDatabase) in
                try SettingsCommands(input: input, console: database.console).set(input[value])
            },
            Command(
                "unset", "Remove the value of a setting, so that its default applies.", parameters: [key, json],
                examples: [Example("frontpad-queue settings unset timeout", "Go back to 30 seconds.")]
            ) { try SettingsCommands(input: $0, console: $1).unset() },
            Command(
                "check", "Check the settings. The exit status is 78 if one is wrong.", parameters: [json],
                examples: [Example("frontpad-queue settings check", "Check before the shop opens.")]
            ) { try SettingsCommands(input: $0, console: $1).check() },
            Command(
                "reference", "Print the reference of all settings, as Markdown.",
                discussion: ["The command needs no database. With --json, the output also includes the Russian texts."],
                parameters: [json],
                examples: [
                    Example("frontpad-queue settings reference > settings.md", "The guide to the settings."),
                    Example("frontpad-queue settings reference --json", "For a settings screen."),
                ]
            ) { (input, _: NoContext) in
                let text =
                    input[json]
                    ? SettingsReference.json.serialized(pretty: true) + "\n" : SettingsReference.markdown
                StandardOutput.write(text)
                return .success
            },
        ])

    let input: Input
    let console: Console
    private var isJSON: Bool { input[SettingsCommands.json] }

    private func list() throws -> ExitStatus {
        let stored = try console.read { try SettingsStore.all(on: $0) }
        let language = Settings(stored).language
        if isJSON {
            console.print(.array(SettingDefinition.all.map { SettingsCommands.json($0, stored[$0.key]) }))
            return .success
        }
        for definition in SettingDefinition.all {
            console.print("\(definition.key) = \(SettingsCommands.shown(definition, stored[definition.key]))")
            console.print("", definition.explanation(language), nameWidth: 4)
        }
        for key in stored.keys.sorted() where SettingDefinition.named(key) == nil {
            console.print("\(key): \(SettingDefinition.problem(key: key, value: "") ?? "unknown")")
        }
        return .success
    }

    private func get() throws -> ExitStatus {
        let definition = try definition()
        let stored = try console.read { try SettingsStore.value(of: definition.key, on: $0) }
        if isJSON {
            console.print(SettingsCommands.json(definition, stored))
        } else {
            console.print(SettingsCommands.shown(definition, stored))
        }
        return .success
    }

    private func set(_ typed: String) throws -> ExitStatus {
        let definition = try definition()
        var value = typed
        guard value == "-" || value.isEmpty || !definition.isSecret else {
            throw CommandError.usage(
                "other users of this machine can see \(definition.key) on a command line: run «frontpad-queue settings set "
                    + "\(definition.key.dropFirst(SettingDefinition.prefix.count)) -» and type it, or pipe it in; if it was real, replace it"
            )
        }
        if value == "-" {
            value = String(decoding: try InputFile("-").readAll(limit: 64 << 10), as: UTF8.self)
            while value.last?.isNewline == true { value.removeLast() }
        }
        if let problem = SettingDefinition.problem(key: definition.key, value: value) {
            throw CommandError(.data, "nothing was changed: \(problem)")
        }
        let (refused, warnings) = try store(definition, value)
        if let conflict = refused { throw CommandError(.data, "nothing was changed: \(conflict.text.en)") }
        for conflict in warnings { StandardError.write("frontpad-queue: note: \(conflict.text.en)\n") }
        return shown(definition, value)
    }

    private func unset() throws -> ExitStatus {
        let definition = try definition()
        for conflict in try store(definition, nil).warnings {
            StandardError.write("frontpad-queue: note: \(conflict.text.en)\n")
        }
        return shown(definition, nil)
    }

    private func check() throws -> ExitStatus {
        let (plan, conflicts) = try console.read { connection in
            (
                try QueuePlan.read(on: connection, sendmail: SyncWorker.sendmail),
                SettingConflict.all(in: try SettingsStore.all(on: connection))
            )
        }
        let settings = plan.settings
        let problems = (settings.problems + conflicts.filter { $0.severity != .doubtful }.map(\.text)).map(\.en)
        var notes = conflicts.filter { $0.severity == .doubtful }.map(\.text.en) + plan.parked
        if settings.errorStatus == nil {
            notes.append("an order that fails keeps its status in the shop: frontpadapi_error_status is not set")
        }
        if isJSON {
            console.print([
                "problems": .array(problems.map(JSON.string)), "notes": .array(notes.map(JSON.string)),
            ])
        } else {
            for problem in problems { console.print("wrong", problem, nameWidth: 7) }
            for note in notes { console.print("note", note, nameWidth: 7) }
            if problems.isEmpty { console.print("no setting is wrong") }
        }
        return problems.isEmpty ? .success : .configuration
    }

    /// Stores a value, unless it contradicts another setting. An existing contradiction does not count, because a
    /// person who repairs several settings changes them one by one.
    private func store(
        _ definition: SettingDefinition, _ value: String?
    ) throws -> (refused: SettingConflict?, warnings: [SettingConflict]) {
        try console.write { connection in
            var stored = try SettingsStore.all(on: connection)
            let known = SettingConflict.all(in: stored)
            stored[definition.key] = value
            let new = SettingConflict.all(in: stored).filter { !known.contains($0) }
            if value != nil, let conflict = new.first(where: { $0.severity == .refused }) { return (conflict, []) }
            try SettingsStore.store([definition.key: value], in: connection)
            // Some orders may have waited for this setting.
            _ = try OrderSweep.run(console.queue, in: connection)
            return (nil, new)
        }
    }

    private func shown(_ definition: SettingDefinition, _ value: String?) -> ExitStatus {
        if isJSON {
            console.print(SettingsCommands.json(definition, value))
        } else {
            console.print("\(definition.key) = \(SettingsCommands.shown(definition, value))")
        }
        return .success
    }

    private func definition() throws(CommandError) -> SettingDefinition {
        let key = SettingDefinition.key(for: input[SettingsCommands.key])
        guard let definition = SettingDefinition.named(key) else {
            throw .usage(SettingDefinition.problem(key: key, value: "") ?? "")
        }
        return definition
    }

    private static func shown(_ definition: SettingDefinition, _ stored: String?) -> String {
        guard let stored else {
            return definition.defaultValue.isEmpty ? "(not set)" : "\(definition.defaultValue) (default)"
        }
        if stored.isEmpty { return definition.defaultValue.isEmpty ? "\"\"" : "\"\" (\(definition.defaultValue))" }
        return definition.isSecret ? "(set, not shown)" : stored
    }

    private static func json(_ definition: SettingDefinition, _ stored: String?) -> JSON {
        let isHidden = definition.isSecret && stored?.isEmpty == false
        return [
            "key": .string(definition.key), "value": isHidden ? .null : JSON(stored), "is_set": .bool(stored != nil),
            "is_secret": .bool(definition.isSecret), "default": .string(definition.defaultValue),
        ]
    }
}

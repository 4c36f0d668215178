/// The words of a command line, taken apart by a definition.
public struct ParsedCommand: Sendable {
    /// The subcommands that were named, such as ["settings", "set"].
    public let path: [String]
    /// The definition of the last of them.
    public let definition: CommandDefinition
    /// By place; missing optional ones are not in it.
    public let arguments: [String]
    let values: [String: String]
    let flags: Set<String>

    public func flag(_ name: String) -> Bool { flags.contains(name) }

    /// The value of an option; nil where it was not given.
    public func value(_ name: String) -> String? { values[name] }

    /// The value of an option as a whole number.
    ///
    /// - Throws: ``CommandError`` where it is none, or out of range.
    public func integer(_ name: String, in range: ClosedRange<Int>) throws(CommandError) -> Int? {
        guard let text = values[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw .usage(
                "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound), not «\(text)»")
        }
        return number
    }

    /// The argument at a place, from 0; nil where it was not given.
    public func argument(_ index: Int) -> String? { arguments.indices.contains(index) ? arguments[index] : nil }
}

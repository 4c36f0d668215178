/// The values of a command's parameters on one command line.
public struct Input: Sendable {
    /// By the parameter's name.
    private var values: [String: any Sendable] = [:]

    /// As long as nothing is set, it has no parameter at all.
    init() {}

    /// - Precondition: the command or its context declares the parameter.
    public subscript<P: Parameter>(parameter: P) -> P.Value {
        let name = parameter.definition.name
        guard let entry = values[name] as? Entry<P.Value> else {
            preconditionFailure("the command reads \(name) without declaring it")
        }
        return entry.value
    }

    /// Reads a parameter's value, or its default.
    ///
    /// - Parameter text: as it was typed; nil where the parameter was not given.
    mutating func set<P: Parameter>(_ parameter: P, to text: String?) throws(CommandError) {
        values[parameter.definition.name] = Entry(value: try parameter.value(of: text))
    }

    /// A value that may itself be nil.
    private struct Entry<Value: Sendable>: Sendable {
        let value: Value
    }
}

public import JSON

/// Settings as a program hands them over: a JSON object of keys and values. A value may be a text, a number or a
/// boolean; null takes the setting away.
public enum SettingsDocument {
    public static let limits = JSON.Limits(maxBytes: 256 << 10, maxDepth: 4)

    /// What is wrong with the document: one line for each setting, or one for the whole.
    public struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        public let problems: [String]
        public var description: String { problems.joined(separator: "; ") }
    }

    /// - Returns: what is to be stored, by key; nil takes away.
    /// - Throws: ``Refusal`` with every problem. Settings are stored all together or not at all.
    public static func parse(_ bytes: [UInt8]) throws(Refusal) -> [String: String?] {
        let json: JSON
        do throws(JSONError) {
            json = try JSON.parse(bytes, limits: limits)
        } catch {
            throw Refusal(problems: ["the settings are not JSON: \(error)"])
        }
        guard let object = json.object else {
            throw Refusal(problems: ["the settings must be a JSON object of keys and values"])
        }
        var values: [String: String?] = [:]
        var problems: [String] = []
        for (key, value) in object.entries {
            switch text(value) {
            case .some(let text):
                if let problem = SettingDefinition.problem(key: key, value: text ?? "") { problems.append(problem) }
                values.updateValue(text, forKey: key)
            case .none: problems.append("\(key) must be a text, a number or true or false")
            }
        }
        guard problems.isEmpty else { throw Refusal(problems: problems) }
        return values
    }

    private static func text(_ value: JSON) -> String?? {
        switch value {
        case .null: .some(nil)
        case .string(let text): .some(text)
        case .number(let number): .some(number.text)
        case .bool(let value): .some(value ? "1" : "0")
        case .array, .object: .none
        }
    }
}

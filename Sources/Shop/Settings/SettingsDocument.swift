public import JSON

/// A JSON object with keys and values of settings, as another program sends it. A value is a text, a number or a
/// boolean. A null removes the setting.
public enum SettingsDocument {
    public static let limits = JSON.Limits(maxBytes: 256 << 10, maxDepth: 4)

    /// The problems of a document. There is one line for each wrong setting, or one line if the document as a whole is
    /// wrong.
    public struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        public let problems: [String]
        public var description: String { problems.joined(separator: "; ") }
    }

    /// - Returns: the text to store under each key. A nil removes the setting.
    /// - Throws: ``Refusal`` with all problems, if there is at least one. The caller stores either all settings or
    ///   none.
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
            let text = value.scalarText
            if text == nil, value != .null {
                problems.append("\(key) must be text, a number, true or false")
            } else if let problem = SettingDefinition.problem(key: key, value: text ?? "") {
                problems.append(problem)
            } else {
                values.updateValue(text, forKey: key)
            }
        }
        guard problems.isEmpty else { throw Refusal(problems: problems) }
        return values
    }
}

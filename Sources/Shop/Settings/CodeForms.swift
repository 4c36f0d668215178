extension SettingForm where Value == String {
    /// A code or an article of Frontpad.
    static var code: SettingForm {
        SettingForm(.text, "one Frontpad code, at most 50 characters and no spaces") { text in
            isCode(text) ? text : nil
        }
    }

    /// The API secret. The error message does not repeat it.
    static var secret: SettingForm {
        SettingForm(.password, "one code without spaces, as Frontpad shows it", quotesValue: false) { text in
            text.contains(where: \.isWhitespace) ? nil : text
        }
    }

    /// A command line with its arguments.
    static var commandLine: SettingForm {
        SettingForm(.text, "a program with its arguments, where each quotation mark is closed") {
            text throws(SettingError) in
            for mark in ["\"", "'"] as [Character] where !text.count(where: { $0 == mark }).isMultiple(of: 2) {
                throw SettingError("has a quotation mark \(mark) that is not closed")
            }
            return text
        }
    }
}

extension SettingForm where Value: RawRepresentable<String> & CaseIterable {
    /// One of the cases of an enum.
    static var choice: SettingForm {
        let values = Value.allCases.map(\.rawValue)
        let words = values.dropLast().joined(separator: ", ") + " or " + (values.last ?? "")
        return SettingForm(.choice(values), words) { text in Value(rawValue: text) }
    }
}

/// Whether a text can be a code or an article of Frontpad.
func isCode(_ text: String) -> Bool {
    !text.isEmpty && text.unicodeScalars.count <= 50 && !text.contains(where: \.isWhitespace)
}

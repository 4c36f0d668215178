extension SettingForm where Value == String {
    /// A Frontpad code, for example of an article.
    static var code: SettingForm {
        SettingForm(.text, "one Frontpad code, at most 50 characters and no spaces") { text in
            isCode(text) ? text : nil
        }
    }

    /// A short text without line breaks.
    static var line: SettingForm {
        SettingForm(.text, "one line of at most 60 characters") { text in
            text.count <= 60 && !text.contains(where: \.isNewline) ? text : nil
        }
    }

    /// The API secret. The error message does not repeat it.
    static var secret: SettingForm {
        SettingForm(.password, "one code without spaces, as Frontpad shows it", quotesValue: false) { text in
            text.contains(where: \.isWhitespace) ? nil : text
        }
    }

    /// A command line, which is a program with its arguments.
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

extension SettingForm {
    /// A choice between several fixed texts.
    static func choice(_ texts: [String], read: @escaping @Sendable (String) -> Value?) -> SettingForm {
        var words = ""
        for (index, text) in texts.enumerated() {
            words += (index == 0 ? "" : index == texts.count - 1 ? " or " : ", ") + text
        }
        return SettingForm(.choice(texts), words, read: read)
    }
}

/// Whether a text can be a Frontpad code or article.
func isCode(_ text: String) -> Bool {
    !text.isEmpty && text.unicodeScalars.count <= 50 && !text.contains(where: \.isWhitespace)
}

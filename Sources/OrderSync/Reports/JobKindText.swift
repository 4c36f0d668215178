public import Shop

/// The names of the kinds of jobs for people.
public enum JobKindText {
    /// Returns a text such as «отправка (send_order)». In English, and for an unknown kind, the text is the kind
    /// itself.
    public static func text(_ kind: String) -> Bilingual {
        let name = StoryMessages.kinds.first { $0.en == kind }
        return Bilingual(ru: name.map { "\($0.ru) (\(kind))" } ?? kind, en: kind)
    }
}

/// What to do with an order if Frontpad does not know one of its articles or has it on the stop list. Frontpad itself
/// accepts such an order without that line.
public enum UnknownArticlePolicy: String, Sendable, CaseIterable {
    /// The order is not sent until a person has fixed it.
    case refuse
    /// The order is sent, and the manager is told which line will be missing.
    case warn
    /// The order is sent. The manager is told only about problems that Frontpad itself reports in its answer.
    case ignore
}

extension SettingForm where Value == UnknownArticlePolicy {
    static var unknownArticlePolicy: SettingForm {
        .choice(UnknownArticlePolicy.allCases.map(\.rawValue)) { text in UnknownArticlePolicy(rawValue: text) }
    }
}

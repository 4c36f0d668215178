/// What happens to an order with an article that Frontpad does not know or has stopped. Frontpad itself accepts the
/// order without that line.
public enum UnknownArticlePolicy: String, Sendable, CaseIterable {
    /// The order is not sent until a person has fixed it.
    case refuse
    /// The order is sent, and the manager is told which line will be missing.
    case warn
    /// The order is sent. The manager is told only what Frontpad itself answers.
    case ignore
}

extension SettingForm where Value == UnknownArticlePolicy {
    static var unknownArticlePolicy: SettingForm {
        .choice(UnknownArticlePolicy.allCases.map(\.rawValue)) { text in UnknownArticlePolicy(rawValue: text) }
    }
}

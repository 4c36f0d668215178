/// A conflict between settings. Each value is valid by itself, but the values do not work together or do not work on
/// this machine.
///
/// The cases hold the facts. ``text`` puts them into words.
public enum SettingConflict: Sendable, Hashable {
    /// The error status is also a trigger status. A failed order would be sent again at once and fail again.
    case errorStatusSends(Int)
    case errorStatusCancels(Int)
    case sendStatusCancels(Int)
    case errorStatusIsPolled(Int)
    /// A Frontpad status is mapped to a shop status that sends orders.
    case mappingSends(crmStatus: String, status: Int)
    case shopCommandUnusable(program: String, ProgramFault)
    /// These settings need a command that changes the shop, but no command is set.
    case nothingUpdatesShop(settings: [String])
    case mailServerWithoutRecipient
    case hookURLWithoutHost
    case hookURLUnencrypted
    /// Frontpad is given the page's URL, but no status that it should report to the page.
    case hookReportsNothing
    /// These settings fetch statuses, but no fetched status changes an order in the shop.
    case statusesChangeNothing(settings: [String])
    case apiURLWithPassword
    case deadlineWithoutUnit(String)
    case phoneMaskTooShort(places: Int)
    case mappingKeyTwice(setting: String, first: String, second: String)
    case mappingKeyIsNoID(setting: String, key: String)
    case affiliatesSwitchedOff(settings: [String])
    /// A field that a buyer can fill in changes the price that the kitchen charges.
    case buyerSetsPrice(field: String, from: String)

    /// The reason why a program cannot be run.
    public enum ProgramFault: Sendable, Hashable {
        case relativePath
        case missing
        case isFolder
        case notExecutable
    }

    /// How serious a conflict is.
    public enum Severity: Sendable, Hashable {
        /// `settings set` refuses the value.
        case refused
        /// `settings set` stores the value with a warning, and the checks fail. The cause may be outside the settings.
        case wrong
        /// The checks only mention the conflict, because the administrator may have meant the value.
        case doubtful
    }

    public var severity: Severity {
        switch self {
        case .errorStatusSends, .errorStatusCancels, .sendStatusCancels, .hookURLWithoutHost, .apiURLWithPassword:
            .refused
        case .shopCommandUnusable(_, let fault): fault == .relativePath ? .doubtful : .wrong
        case .mappingKeyTwice, .mappingKeyIsNoID: .wrong
        case .errorStatusIsPolled, .mappingSends, .nothingUpdatesShop, .mailServerWithoutRecipient,
            .hookURLUnencrypted, .hookReportsNothing, .statusesChangeNothing, .deadlineWithoutUnit,
            .phoneMaskTooShort, .affiliatesSwitchedOff, .buyerSetsPrice:
            .doubtful
        }
    }
}

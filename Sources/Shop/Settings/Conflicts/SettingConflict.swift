/// Values that are each valid, and that cannot work together or on this machine.
///
/// The cases hold what was found; ``text`` has the words.
public enum SettingConflict: Sendable, Hashable {
    /// An order that fails would be sent again at once, and fail again.
    case errorStatusSends(Int)
    case errorStatusCancels(Int)
    case sendStatusCancels(Int)
    case errorStatusIsPolled(Int)
    /// A status of Frontpad moves an order to a status that sends orders.
    case mappingSends(crmStatus: String, status: Int)
    case shopCommandUnusable(program: String, ProgramFault)
    /// These settings change the shop, and nothing can do it.
    case nothingUpdatesShop(settings: [String])
    case mailServerWithoutRecipient
    case hookURLWithoutHost
    case hookURLUnencrypted
    /// Frontpad has the page's address and reports no status to it.
    case hookReportsNothing
    /// These settings fetch statuses, and none of them changes an order.
    case statusesChangeNothing(settings: [String])
    case apiURLWithPassword
    case deadlineWithoutUnit(String)
    case phoneMaskTooShort(places: Int)
    case mappingKeyTwice(setting: String, first: String, second: String)
    case mappingKeyIsNoID(setting: String, key: String)
    case affiliatesSwitchedOff(settings: [String])
    /// A field that a buyer can fill in changes what the kitchen charges.
    case buyerSetsPrice(field: String, from: String)

    /// Why a program cannot be run.
    public enum ProgramFault: Sendable, Hashable {
        case relativePath
        case missing
        case isFolder
        case notExecutable
    }

    /// What becomes of it.
    public enum Severity: Sendable, Hashable {
        /// `settings set` refuses it.
        case refused
        /// `settings set` stores it with a warning, and the checks fail. What is wrong can be outside of the settings.
        case wrong
        /// It is only said: it can be meant.
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

public import Intake

/// The reason why jobs wait for a person.
public enum ParkedReason: Sendable, Hashable, CustomStringConvertible {
    /// The database is a copy.
    case copy(SendingPause)
    /// This number of orders from before a restore waits for a person's decision.
    case unconfirmed(Int)
    case noSecret
    case noSendStatus
    case noShopCommand
    case noManagerEmail
    case noMailServer(sendmail: String)

    /// One line that says what to do.
    public var description: String {
        switch self {
        case .copy(let pause): pause.explanation
        case .unconfirmed(let count):
            "orders of before the restore wait for a person: \(count) (frontpad-queue confirm)"
        case .noSecret:
            "orders wait: frontpadapi_secret is not set; copy the secret from Frontpad (Settings → General), then "
                + "frontpad-queue settings set secret -"
        case .noSendStatus:
            "nothing is sent: frontpadapi_send_status is not set (set it to \"\" to send at creation)"
        case .noShopCommand: "updates of the shop wait: frontpadapi_shop_command is not set"
        case .noManagerEmail: "nobody gets e-mails: frontpadapi_manager_email is not set"
        case .noMailServer(let sendmail):
            "e-mails wait: frontpadapi_smtp_url is not set and there is no \(sendmail)"
        }
    }
}

public import SQLite
internal import Shop

/// Accepts webhooks after checking that the CRM or the shop's page sent them.
public struct WebhookIntake: Sendable {
    private let database: Database

    public init(database: Database) { self.database = database }

    /// Stores the event of a webhook. The caller rings the doorbell.
    ///
    /// Webhooks have no signature (API facts, section 6). The token in `frontpadapi_hook_url` is the only proof of the sender:
    /// if the setting has one and the address is known, they must match.
    ///
    /// - Parameter isAddressKnown: whether the webhook came with the query of its address.
    /// - Returns: the id of the event.
    /// - Throws: ``Webhook/Refusal``, or an error of SQLite.
    public func store(_ webhook: Webhook, isAddressKnown: Bool) throws -> Int64 {
        try database.write { connection in
            let url = try SettingsStore.value(of: Settings.all.statuses.hookURL.key, on: connection) ?? ""
            let query = url.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
            let expected = FormFields(String(query.prefix { $0 != "#" }))["token"]
            if isAddressKnown, let expected, !expected.isEmpty,
                !WebhookIntake.isSame(webhook.token ?? "", expected)
            {
                throw Webhook.Refusal.wrongToken
            }
            return try webhook.event.store(in: connection)
        }
    }

    /// Compares in constant time, so that the duration does not reveal how much of the token was right.
    private static func isSame(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        var difference: UInt8 = left.count == right.count ? 0 : 1
        for (index, byte) in right.enumerated() { difference |= byte ^ (index < left.count ? left[index] : 0) }
        return difference == 0
    }
}

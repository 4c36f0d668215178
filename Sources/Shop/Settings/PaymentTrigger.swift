/// A payment method with its own trigger status. It is an element of the setting `frontpadapi_send_statuses`.
public struct PaymentTrigger: Sendable, Hashable {
    /// The id of the payment method in miniShop2.
    public let payment: String
    /// The id of a miniShop2 status, or nil if the order is sent when it is created.
    public let status: Int?
}

extension SettingForm where Value == [PaymentTrigger] {
    /// Pairs of a payment method and a status. The triggers of the database read the same form.
    static var paymentTriggers: SettingForm {
        let words = "pairs of a payment's id and a status's id, such as 1:1, 3:2"
        return SettingForm(.text, words) { text throws(SettingError) in
            var triggers: [PaymentTrigger] = []
            for item in SettingList.items(text) {
                let parts = item.split(separator: ":", omittingEmptySubsequences: false).map { String($0).trimmed }
                guard parts.count == 2, Int(digits: parts[0], in: 1...1_000_000) != nil else {
                    throw .expected(words, not: item)
                }
                let status = Int(digits: parts[1], in: 0...1_000_000)
                guard status != nil || parts[1].isEmpty else { throw .expected(words, not: item) }
                guard !triggers.contains(where: { $0.payment == parts[0] }) else {
                    throw SettingError("has two pairs for the payment \(parts[0]); keep one of them")
                }
                triggers.append(PaymentTrigger(payment: parts[0], status: status))
            }
            return triggers
        }
    }
}

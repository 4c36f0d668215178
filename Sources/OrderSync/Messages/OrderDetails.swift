internal import JSON
internal import Shop

extension ManagerText {
    /// The details by which a manager finds the order in the CRM: the buyer's name, the end of the phone, the sum, the
    /// address and the times, one line each. Missing details are left out. The mail never contains the whole phone.
    func details(of order: CRMOrder) -> [String] {
        let document = order.document.flatMap { try? OrderDocument.parse(Array($0.utf8)) }
        let address = document?.address
        let street = ["street", "building", "room"].compactMap { address?[$0].flatMap(ManagerText.text) }
        // In the kitchen's time zone; the document's zone counts if no setting names one.
        let sent = order.sendingAt.map { LocalTime(milliseconds: $0, in: document?.timezone ?? .machine) }
        let lines: [(russian: String, english: String, value: String?)] = [
            ("Покупатель", "Buyer", address?["receiver"].flatMap(ManagerText.text)),
            ("Телефон оканчивается на", "The phone ends in", ManagerText.phoneEnd(address?["phone"])),
            ("Сумма", "Sum", document?.amount("cost")?.words),
            ("Адрес", "Address", street.isEmpty ? nil : street.joined(separator: ", ")),
            ("Оформлен в магазине", "Made in the shop", document?.createdon.map(ManagerText.moment)),
            ("Отправка во Frontpad началась", "Sending to Frontpad began", sent.map(ManagerText.moment)),
        ]
        return lines.compactMap { line in
            line.value.map { "\(language == .ru ? line.russian : line.english): \($0)" }
        }
    }

    /// «27.11.2026, 04:44».
    static func moment(_ time: LocalTime) -> String {
        let text = time.text
        let parts = text.prefix(10).split(separator: "-")
        return "\(parts.reversed().joined(separator: ".")), \(text.dropFirst(11).prefix(5))"
    }

    /// The last four digits.
    private static func phoneEnd(_ phone: JSON?) -> String? {
        let digits = phone.flatMap(text)?.filter(\.isNumber) ?? ""
        return digits.count > 4 ? "…\(digits.suffix(4))" : nil
    }

    /// A value as one line; nil if there is none.
    private static func text(_ json: JSON) -> String? {
        guard let text = json.string ?? json.int.map(String.init) ?? json.double.map({ "\($0)" }) else { return nil }
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.isEmpty ? nil : line
    }
}

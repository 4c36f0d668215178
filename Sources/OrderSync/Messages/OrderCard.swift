internal import JSON
internal import Shop

/// The part of an e-mail that describes the order, so that a manager can find it in the CRM or enter it by hand. It
/// contains the customer's name, the end of the phone number, the sum, the address, the times and the lines. Missing
/// details are left out. The e-mail never contains the whole phone number.
struct OrderCard: Sendable {
    private let order: CRMOrder
    private let document: OrderDocument?

    init(_ order: CRMOrder) {
        self.order = order
        document = order.document.flatMap { try? OrderDocument.parse(Array($0.utf8)) }
    }

    /// Returns the text of an e-mail: the card, followed by a text about the order.
    func mail(_ text: Message) -> Message { ([lines.joined(separator: "\n"), text]).joined(separator: "\n\n") }

    /// The details of the order without its name, one line for each.
    var details: [Message] {
        let address = document?.address
        let street = ["street", "building", "room"].compactMap { address?[$0].flatMap(OrderCard.text) }
        // The time is shown in the zone of the document, or else in the zone of this machine.
        let sent = order.sendingAt.map { LocalTime(milliseconds: $0, in: document?.timezone ?? .machine) }
        let lines: [Message?] = [
            address?["receiver"].flatMap(OrderCard.text).map { Message(ru: "Гость: \($0)", en: "Customer: \($0)") },
            OrderCard.phoneEnd(address?["phone"]).map { Message(ru: "Телефон: \($0)", en: "Phone: \($0)") },
            document?.amount("cost").map { Message(ru: "Сумма: \($0.words)", en: "Total: \($0.words)") },
            street.isEmpty
                ? nil : Message(ru: "Адрес: ", en: "Address: ") + street.joined(separator: ", "),
            document?.createdon.map(OrderCard.moment).map {
                Message(ru: "Оформлен в магазине: \($0)", en: "Placed in the shop: \($0)")
            },
            sent.map(OrderCard.moment).map {
                Message(ru: "Отправлялся во Frontpad: \($0)", en: "Sent to Frontpad: \($0)")
            },
        ]
        return lines.compactMap { $0 }
    }

    private var lines: [Message] {
        let items = (document?.lines ?? []).map { line in
            let options = line.modifications.map { OrderCard.oneLine($0.name) }.filter { !$0.isEmpty }.joined(
                separator: ", ")
            let tail = " × \(OrderCard.oneLine(line.countText))" + (options.isEmpty ? "" : " (\(options))")
            let name = OrderCard.oneLine(line.name)
            return Message(ru: "– «\(name)»\(tail)", en: "– “\(name)”\(tail)")
        }
        return [Message(ru: "Заказ \(order.name)", en: "Order \(order.name)")] + details
            + (items.isEmpty ? [] : [Message(ru: "Состав:", en: "Items:")] + items)
    }

    /// Returns a time as text, such as «27.11.2026, 04:44».
    static func moment(_ time: LocalTime) -> String {
        let text = time.text
        let parts = text.prefix(10).split(separator: "-")
        return "\(parts.reversed().joined(separator: ".")), \(text.dropFirst(11).prefix(5))"
    }

    /// - Parameter milliseconds: the moment in milliseconds since 1970.
    static func moment(_ milliseconds: Int64, _ settings: Settings) -> String {
        moment(LocalTime(milliseconds: milliseconds, in: settings.timezone ?? .machine))
    }

    /// Returns the last four digits of a phone number.
    private static func phoneEnd(_ phone: JSON?) -> String? {
        let digits = phone.flatMap(text)?.filter(\.isNumber) ?? ""
        return digits.count > 4 ? "…\(digits.suffix(4))" : nil
    }

    /// Returns a value as one line, or nil if the value is missing or empty.
    private static func text(_ json: JSON) -> String? {
        guard let text = json.string ?? json.int.map(String.init) ?? json.double.map({ "\($0)" }) else { return nil }
        let line = oneLine(text)
        return line.isEmpty ? nil : line
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}

internal import CommandLine
internal import Frontpad
internal import JSON
internal import OrderSync

/// `frontpad-crm client`.
struct ClientCommand {
    private let desk: Desk

    init(_ desk: Desk) { self.desk = desk }

    func run() throws -> ExitStatus {
        let phone = try desk.subject()
        guard phone.contains(where: \.isNumber) else { throw CommandError.usage("PHONE must have digits") }
        let card = try desk.find("the client") { try await $0.client(phone: phone) }
        let fields = ClientCard.Field.allCases
        if desk.isJSON {
            desk.print(.object(JSON.Object(fields.map { ($0.rawValue, JSON(card.fields[$0])) })))
        } else {
            desk.print(fields.compactMap { field in card.fields[field].map { (field.rawValue, $0) } })
        }
        return .success
    }
}

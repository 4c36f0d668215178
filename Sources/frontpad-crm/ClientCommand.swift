internal import CommandKit
internal import Frontpad
internal import JSON
internal import OrderSync

/// `frontpad-crm client`.
struct ClientCommand {
    private let context: LookupContext

    init(_ context: LookupContext) { self.context = context }

    func run() throws -> ExitStatus {
        let phone = try context.subject()
        guard phone.contains(where: \.isNumber) else { throw CommandError.usage("PHONE must have digits") }
        let card = try context.find("the client") { try await $0.client(phone: phone) }
        let fields = ClientCard.Field.allCases
        if context.isJSON {
            context.print(.object(JSON.Object(fields.map { ($0.rawValue, JSON(card.fields[$0])) })))
        } else {
            context.print(fields.compactMap { field in card.fields[field].map { (field.rawValue, $0) } })
        }
        return .success
    }
}

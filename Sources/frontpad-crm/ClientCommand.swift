internal import CommandKit
internal import Frontpad
internal import JSON
internal import OrderSync

/// The command `frontpad-crm client`.
enum ClientCommand {
    private static let phone = Argument("PHONE", "The client's phone; - reads it from standard input.")

    static let command = Command(
        "client", "Show what Frontpad knows about a client: name, address, discount, points.", parameters: [phone],
        examples: [Example("frontpad-crm client +79123456789", "Look up one client.")], run: run)

    private static func run(_ input: Input, _ context: LookupContext) throws -> ExitStatus {
        let phone = try context.text(of: phone, in: input)
        guard phone.contains(where: \.isNumber) else { throw CommandError.usage("PHONE must contain digits") }
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

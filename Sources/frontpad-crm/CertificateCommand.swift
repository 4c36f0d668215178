internal import CommandKit
internal import Frontpad
internal import JSON
internal import OrderSync

/// The command `frontpad-crm certificate`.
enum CertificateCommand {
    private static let number = Argument("NUMBER", "The certificate's number; - reads it from standard input.")

    static let command = Command(
        "certificate", "Show what a gift certificate gives: a discount or a product.", parameters: [number],
        examples: [Example("frontpad-crm certificate 1234", "Look up one certificate.")], run: run)

    private static func run(_ input: Input, _ context: LookupContext) throws -> ExitStatus {
        let number = try context.text(of: number, in: input)
        let certificate = try context.find("the certificate") { try await $0.certificate(number: number) }
        if context.isJSON { context.print(.object(certificate.json)) } else { context.print(certificate.pairs) }
        return .success
    }
}

extension Certificate {
    /// The certificate as JSON: first its kind, then the fields with the API's names.
    fileprivate var json: JSON.Object {
        switch self {
        case .product(let article, let name, let price):
            ["kind": "product", "product_id": JSON(article), "name": JSON(name), "price": JSON(price)]
        case .percent(let sale): ["kind": "percent", "sale": .string(sale)]
        case .amount(let amount): ["kind": "amount", "amount": .string(amount)]
        }
    }

    fileprivate var pairs: [(name: String, value: String)] {
        switch self {
        case .product(let article, let name, let price):
            [
                ("kind", "a product"), ("name", name ?? "without a name"), ("article", article ?? "none"),
                ("price", price ?? "not given"),
            ]
        case .percent(let sale): [("kind", "a discount"), ("percent", sale)]
        case .amount(let amount): [("kind", "a sum"), ("rubles", amount)]
        }
    }
}

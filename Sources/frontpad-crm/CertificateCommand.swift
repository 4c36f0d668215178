internal import CommandKit
internal import Frontpad
internal import JSON
internal import OrderSync

/// `frontpad-crm certificate`.
struct CertificateCommand {
    private let context: LookupContext

    init(_ context: LookupContext) { self.context = context }

    func run() throws -> ExitStatus {
        let number = try context.subject()
        let certificate = try context.find("the certificate") { try await $0.certificate(number: number) }
        if context.isJSON { context.print(.object(certificate.json)) } else { context.print(certificate.pairs) }
        return .success
    }
}

extension Certificate {
    /// Under the API's names, with the kind in front.
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
                ("price", price ?? "not said"),
            ]
        case .percent(let sale): [("kind", "a discount"), ("percent", sale)]
        case .amount(let amount): [("kind", "a sum"), ("rubles", amount)]
        }
    }
}

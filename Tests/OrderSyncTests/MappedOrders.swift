import JSON
import Shop
import TestSupport
import Testing

@testable import Frontpad
@testable import OrderSync

/// Orders and settings for the mapper's tests.
enum Fixture {
    /// The time 2026-11-24 00:00:00 UTC. It is earlier than the delivery time of the third sample order.
    static let now: Int64 = 1_795_478_400_000

    /// Returns settings. The names in `values` have no prefix.
    static func settings(_ values: [String: String] = [:]) -> Settings {
        Settings(Dictionary(uniqueKeysWithValues: values.map { (SettingDefinition.prefix + $0.key, $0.value) }))
    }

    /// Returns an order with one product and with the changes that a test needs.
    static func document(_ changes: [(String, JSON)] = [], address: [(String, JSON)] = []) throws -> OrderDocument {
        var order: [(String, JSON)] = [("id", 7), ("num", "2611/7"), ("products", [product()])]
        order.removeAll { entry in changes.contains { $0.0 == entry.0 } }
        return try OrderDocument(.object(JSON.Object(order + changes + [("address", .object(JSON.Object(address)))])))
    }

    static func product(
        article: JSON = "PZ-001", name: String = "Маргарита", count: Int = 1, options: JSON = "[]",
        modifications: JSON = []
    ) -> JSON {
        [
            "product_id": 3, "name": .string(name), "count": .number(count), "article": article, "options": options,
            "modifications": modifications,
        ]
    }

    /// Maps an order to a request. The test fails if the order is refused.
    static func request(
        _ document: OrderDocument, _ settings: [String: String] = [:], now: Int64 = Fixture.now
    ) throws -> MappedOrder {
        let values = self.settings(settings)
        try #require(values.problems.isEmpty, "\(values.problems)")
        guard case .request(let order) = OrderMapper(settings: values, now: now).map(document) else {
            throw Refused()
        }
        return order
    }

    struct Refused: Error {}

    /// Returns the fields of the form, one line for each.
    static func form(_ order: MappedOrder) -> [String] { order.order.formFields.map { "\($0.name)=\($0.value)" } }

    /// Returns the sample orders of a version of miniShop2. The keys are their ids.
    static func samples(_ version: String) throws -> [Int64: OrderDocument] {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let bytes = try #require(Files.read("/\(root)/ops/samples/minishop2-\(version).jsonl"))
        let documents = try bytes.split(separator: UInt8(ascii: "\n")).map { try OrderDocument.parse(Array($0)) }
        return Dictionary(uniqueKeysWithValues: documents.map { ($0.id, $0) })
    }
}

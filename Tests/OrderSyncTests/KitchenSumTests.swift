import Frontpad
import JSON
import Shop
import Testing

@testable import OrderSync

/// An order of a shop, together with the expected outcome for the kitchen's sum.
struct PaidOrder: Sendable, CustomTestStringConvertible {
    enum Outcome: Sendable {
        /// The kitchen charges what the buyer agreed to pay.
        case equal
        /// The kitchen charges another sum, and the manager is told both sums.
        case told
    }

    var name: String
    var products: [JSON]
    /// The sum of the lines in the shop, in kopecks.
    var cart: Int
    var delivery = 0
    var cost: Int
    var properties: JSON = [:]
    var settings: [String: String] = [:]
    var outcome: Outcome
    var testDescription: String { name }

    private static func line(
        _ article: String, price: Int, count: Int = 1, options: JSON = "[]", modifications: JSON = []
    ) -> JSON {
        [
            "product_id": 3, "name": .string(article), "count": .number(count), "price": .string(rubles(price)),
            "article": .string(article), "options": options, "modifications": modifications,
        ]
    }

    static func rubles(_ kopecks: Int) -> String {
        let rest = abs(kopecks) % 100
        return "\(kopecks < 0 ? "-" : "")\(abs(kopecks) / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    private static func modification(_ id: Int, _ article: String, type: Int) -> JSON {
        ["id": .number(id), "rid": 3, "name": .string(article), "type": .number(type), "article": .string(article)]
    }

    /// The carts. Each has the sum of its lines in the shop, in kopecks.
    private static let carts: [(name: String, products: [JSON], sum: Int)] = [
        ("one pizza", [line("PZ-1", price: 450_00)], 450_00),
        (
            "three pizzas and drinks with kopecks",
            [
                line("PZ-1", price: 450_00, count: 3), line("DR-1", price: 90_55, count: 7),
            ], 1350_00 + 633_85
        ),
        (
            "a size with its own article",
            [
                line(
                    "PZ-1", price: 620_00, options: ["modification": "5", "modifications": ["5"]],
                    modifications: [modification(5, "PZ-1-BIG", type: 1)])
            ], 620_00
        ),
        (
            "two additive modifications, as an object with gaps",
            [
                line(
                    "PZ-1", price: 640_00, count: 2,
                    options: ["modification": 0, "modifications": ["0": "7", "3": 8]],
                    modifications: [modification(7, "CHEESE", type: 2), modification(8, "CRUST", type: 2)])
            ], 1280_00
        ),
        ("a gift for nothing", [line("PZ-1", price: 450_00), line("GIFT", price: 0)], 450_00),
        ("a promo price", [line("PZ-1", price: 225_00)], 225_00),
        (
            "a promo price for two, with a modification",
            [
                line(
                    "PZ-1", price: 300_00, count: 2, options: ["modifications": "[7]"],
                    modifications: [modification(7, "CHEESE", type: 2)])
            ], 600_00
        ),
    ]

    /// The changes that the shop makes to the sum of a cart.
    private static let changes: [(name: String, apply: @Sendable (inout PaidOrder) -> Void)] = [
        ("nothing more", { _ in }),
        ("10 % off", { $0.cost = ($0.cart * 90 + 50) / 100 }),
        ("33 % off", { $0.cost = ($0.cart * 67 + 50) / 100 }),
        ("100 rubles off", { $0.cost -= 100_00 }),
        (
            "a negative delivery",
            {
                $0.delivery = -50_00
                $0.cost -= 50_00
            }
        ),
        ("everything free", { $0.cost = 0 }),
        (
            "a surcharge of the payment",
            {
                $0.cost += 30_00
                $0.outcome = .told
            }
        ),
        (
            "a paid delivery with an article",
            {
                $0.delivery = 150_00
                $0.cost += 150_00
                $0.settings["delivery_article"] = "D-150"
            }
        ),
        (
            "a paid delivery by its cost",
            {
                $0.delivery = 150_00
                $0.cost += 150_00
                $0.settings["delivery_article"] = "order.delivery_cost| 150:D-150, 300:D-300"
            }
        ),
        (
            "packaging",
            {
                $0.cost += 30_00
                $0.settings["packaging_article"] = "BOX"
            }
        ),
        (
            "a certificate",
            {
                $0.cost -= 200_00
                $0.properties = ["certificate": "A-17"]
                $0.outcome = .told
            }
        ),
        (
            "a percentage that the shop computed",
            {
                $0.cost = ($0.cart * 90 + 50) / 100
                $0.properties = ["sale": "10"]
                $0.settings["additional_fields"] = "sale:order.properties.sale"
                // The shop takes the percentage of the promo price. The kitchen takes it of the full price.
                if $0.name.contains("promo") || $0.name.contains("gift") { $0.outcome = .told }
            }
        ),
        (
            "discounts that are not to be sent",
            {
                $0.cost -= 100_00
                $0.settings["send_discounts"] = "0"
                $0.outcome = .told
            }
        ),
    ]

    static let all: [PaidOrder] = carts.flatMap { cart in
        changes.flatMap { change in
            ["0", "1"].map { sendsPrices in
                var order = PaidOrder(
                    name: "\(cart.name), \(change.name), prices \(sendsPrices)", products: cart.products,
                    cart: cart.sum,
                    cost: cart.sum, settings: ["send_prices": sendsPrices], outcome: .equal)
                change.apply(&order)
                // The kitchen's full price is higher than the shop's sum, even with the surcharge. A discount makes
                // the sums equal.
                if sendsPrices == "0", change.name.hasPrefix("a surcharge"),
                    cart.name.contains("promo") || cart.name.contains("gift")
                {
                    order.outcome = .equal
                }
                // If the prices of the lines are sent, the kitchen takes the percentage of the same sum.
                if sendsPrices == "1", change.name.hasPrefix("a percentage") { order.outcome = .equal }
                return order
            }
        }
    }

    func document() throws -> OrderDocument {
        try OrderDocument(
            .object(
                JSON.Object([
                    ("id", 7), ("num", "2611/7"), ("products", .array(products)), ("cost", .string(Self.rubles(cost))),
                    ("cart_cost", .string(Self.rubles(cart))), ("delivery_cost", .string(Self.rubles(delivery))),
                    ("delivery", "1"), ("properties", properties),
                ])))
    }
}

@Suite("The sum that the kitchen charges") struct KitchenSumTests {
    /// The prices in the CRM, in kopecks.
    private static let catalogue = [
        "PZ-1": 450_00, "PZ-1-BIG": 620_00, "DR-1": 90_55, "CHEESE": 70_00, "CRUST": 120_00, "GIFT": 200_00,
        "D-150": 150_00, "D-300": 300_00, "BOX": 30_00,
    ]

    private func settled(
        _ order: PaidOrder, catalogue: [String: Int] = catalogue
    ) throws -> MappedOrder {
        let settings = Fixture.settings(order.settings)
        try #require(settings.problems.isEmpty, "\(settings.problems)")
        guard case .request(let mapped) = OrderMapper(settings: settings, now: Fixture.now).map(try order.document())
        else { throw Fixture.Refused() }
        return KitchenSum(prices: catalogue.mapValues { Money(kopecks: Int64($0)) }, settings: settings).settle(mapped)
    }

    /// Returns the sum that a CRM charges for a request, in kopecks. It is computed here without the code under test.
    /// This CRM accepts every price that is sent.
    private func charge(_ order: NewOrder) throws -> Int {
        let form = Dictionary(order.formFields.map { ($0.name, $0.value) }) { first, _ in first }
        func kopecks(_ text: String) throws -> Int {
            let parts = text.split(separator: ".")
            let fraction = parts.count == 2 ? parts[1] : "00"
            try #require(fraction.count == 2)
            return try #require(Int(parts[0])) * 100 + (try #require(Int(fraction)))
        }
        var sum = 0
        var index = 0
        while let article = form["product[\(index)]"] {
            let own = try #require(Self.catalogue[article], "\(article)")
            let price = try form["product_price[\(index)]"].map(kopecks) ?? own
            sum += price * (try #require(form["product_kol[\(index)]"].flatMap { Int($0) }))
            index += 1
        }
        #expect(form["sale"] == nil || form["sale_amount"] == nil)
        if let sale = form["sale"].flatMap({ Int($0) }) { sum -= (sum * sale + 50) / 100 }
        if let amount = try form["sale_amount"].map(kopecks) { sum -= amount }
        return sum
    }

    @Test("is what the buyer agreed to pay, or the manager is told both", arguments: PaidOrder.all)
    func sums(order: PaidOrder) throws {
        let mapped = try settled(order)
        let charged = try charge(mapped.order)
        #expect(charged >= 0)
        let told = mapped.notices.contains(
            .sumsDiffer(shop: Money(kopecks: Int64(order.cost)), kitchen: Money(kopecks: Int64(charged))))
        switch order.outcome {
        case .equal:
            // With a percentage, the kitchen may round once more.
            #expect(abs(charged - order.cost) <= (mapped.order.fields[.sale] == nil ? 0 : 1))
            #expect(!told)
        case .told:
            #expect(charged != order.cost)
            #expect(told, "\(mapped.notices)")
        }
    }

    @Test("is checked for many orders") func table() { #expect(PaidOrder.all.count >= 60) }

    @Test("says a paid delivery without an article, whatever the sums are") func delivery() throws {
        var order = PaidOrder.all[0]
        order.delivery = 150_00
        order.cost += 150_00
        let mapped = try settled(order)
        #expect(mapped.notices.contains(.deliveryWithoutArticle(cost: Money(kopecks: 150_00))))
        #expect(
            mapped.notices.contains(.sumsDiffer(shop: Money(kopecks: 600_00), kitchen: Money(kopecks: 450_00))))
    }

    @Test("may differ by the tolerance") func tolerance() throws {
        var order = PaidOrder.all[0]
        order.cost = 451_00
        #expect(try settled(order).notices == [])
        order.cost = 451_01
        #expect(try settled(order).notices.count == 1)
        order.settings["sum_tolerance"] = "5"
        #expect(try settled(order).notices == [])
    }

    @Test("is not known where a gift's price is not") func unknown() throws {
        let order = try #require(PaidOrder.all.first { $0.name == "a gift for nothing, nothing more, prices 0" })
        let mapped = try settled(order, catalogue: ["PZ-1": 450_00])
        #expect(mapped.notices == [.priceUnknown(line: "GIFT")])
        // A discount that the shop's sums show can be computed without a catalogue.
        let discounted = try #require(PaidOrder.all.first { $0.name == "one pizza, 100 rubles off, prices 0" })
        #expect(try settled(discounted, catalogue: [:]).order.fields[.saleAmount] == "100")
    }

    @Test(
        "is never lowered by a field that a buyer can post",
        arguments: [
            "extfld_sale", "sale", "extfld_sale_amount", "sale_amount", "extfld_score", "score", "extfld_order.cost",
            "order.delivery_cost", "extfld_delivery_cost",
        ], [true, false])
    func posted(name: String, isInAddress: Bool) throws {
        let settings = Fixture.settings(["delivery_article": "order.delivery_cost| 150:D-150"])
        let document = try OrderDocument(
            .object(
                JSON.Object([
                    ("id", 7), ("products", [Fixture.product(article: "PZ-1")]), ("cost", "600.00"),
                    ("cart_cost", "450.00"),
                    ("delivery_cost", "150.00"),
                    // Since 3.0 miniShop2 also stores a posted field `properties` in the column of the order.
                    ("properties", isInAddress ? .null : .object(JSON.Object([(name, "100")]))),
                    (
                        "address",
                        ["phone": "1", "properties": isInAddress ? .object(JSON.Object([(name, "100")])) : .null]
                    ),
                ])))
        guard case .request(let mapped) = OrderMapper(settings: settings, now: Fixture.now).map(document) else {
            throw Fixture.Refused()
        }
        let sent = KitchenSum(
            prices: Self.catalogue.mapValues { Money(kopecks: Int64($0)) }, settings: settings
        ).settle(mapped)
        #expect(try charge(sent.order) == 600_00)
        for field in [NewOrder.Field.sale, .saleAmount, .score] { #expect(sent.order.fields[field] == nil) }
    }

    @Test("a modification that the shop has deleted is told") func missingModification() throws {
        let document = try Fixture.document([
            ("products", [Fixture.product(options: ["modifications": ["5", 6]])])
        ])
        guard case .request(let mapped) = OrderMapper(settings: Fixture.settings(), now: Fixture.now).map(document)
        else {
            throw Fixture.Refused()
        }
        #expect(
            mapped.notices == [
                .modificationMissing(id: 5, line: "Маргарита"), .modificationMissing(id: 6, line: "Маргарита"),
            ])
    }
}

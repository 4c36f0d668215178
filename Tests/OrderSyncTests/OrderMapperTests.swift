import Frontpad
import JSON
import Shop
import TestSupport
import Testing

@testable import OrderSync

@Suite("Mapping an order to a request", .ownThread) struct OrderMapperTests {
    private func fields(
        _ settings: [String: String] = [:], _ order: [(String, JSON)] = [], address: [(String, JSON)] = []
    ) throws -> [NewOrder.Field: String] {
        try Fixture.request(try Fixture.document(order, address: address), settings).order.fields
    }

    @Test("an article keeps its leading zeros")
    func zeros() throws {
        let order = try Fixture.request(try Fixture.document([("products", [Fixture.product(article: "001")])]))
        #expect(Fixture.form(order) == ["product[0]=001", "product_kol[0]=1"])
    }

    @Test("an order without products is refused")
    func noProducts() throws {
        let document = try Fixture.document([("products", [])])
        #expect(OrderMapper(settings: Fixture.settings(), now: 0).map(document) == .refused([.noProducts]))
    }

    @Test("every line without an article is reported")
    func linesWithoutArticle() throws {
        let products: JSON = [
            Fixture.product(article: "", name: "Суп"), Fixture.product(), Fixture.product(article: nil, name: "Чай"),
        ]
        let result = OrderMapper(settings: Fixture.settings(), now: 0).map(
            try Fixture.document([("products", products)]))
        #expect(
            result
                == .refused([
                    .lineWithoutArticle(number: 1, name: "Суп"), .lineWithoutArticle(number: 3, name: "Чай"),
                ]))
    }

    private static func modification(_ id: Int, type: Int, article: String, rid: Int = 3) -> JSON {
        [
            "id": .number(id), "name": .string("M\(id)"), "rid": .number(rid), "type": .number(type),
            "article": .string(article),
        ]
    }

    @Test("the main modification replaces the article; additive ones become modifiers of their line, with its count")
    func modifications() throws {
        let line = Fixture.product(
            count: 3, options: ["modification": 1, "modifications": [1, 2, 4]],
            modifications: [
                Self.modification(1, type: 1, article: "BIG"), Self.modification(2, type: 2, article: "CHEESE"),
                Self.modification(4, type: 3, article: "THIN"), Self.modification(5, type: 2, article: "UNCHOSEN"),
            ])
        let order = try Fixture.request(
            try Fixture.document([("products", [Fixture.product(name: "Чай"), line])]))
        #expect(
            Fixture.form(order) == [
                "product[0]=PZ-001", "product_kol[0]=1", "product[1]=BIG", "product_kol[1]=3", "product[2]=CHEESE",
                "product_kol[2]=3", "product_mod[2]=1", "product[3]=THIN", "product_kol[3]=3", "product_mod[3]=1",
            ])
        #expect(order.lineNames == ["Чай", "Маргарита", "Маргарита: M2", "Маргарита: M4"])
        #expect(order.notices.isEmpty)
    }

    @Test("a modification of another product is ignored")
    func foreignModification() throws {
        let line = Fixture.product(
            options: ["modification": 1, "modifications": [1, 2]],
            modifications: [
                Self.modification(1, type: 1, article: "BIG", rid: 9),
                Self.modification(2, type: 2, article: "CHEESE", rid: 9),
            ])
        let order = try Fixture.request(try Fixture.document([("products", [line])]))
        #expect(Fixture.form(order) == ["product[0]=PZ-001", "product_kol[0]=1"])
    }

    @Test("an additive modification without an article is reported")
    func namelessModification() throws {
        let line = Fixture.product(
            options: ["modifications": [2]], modifications: [Self.modification(2, type: 2, article: "")])
        let order = try Fixture.request(try Fixture.document([("products", [line])]))
        #expect(Fixture.form(order) == ["product[0]=PZ-001", "product_kol[0]=1"])
        #expect(order.notices == [.modificationWithoutArticle(name: "M2", line: "Маргарита")])
    }

    @Test(
        "a delivery becomes a line only if it has a cost and a known article",
        arguments: [
            ("DEL", 150.0, true), ("DEL", 0, false), ("2:DEL", 150, true), ("1:DEL", 150, false),
            ("city| Пермь:DEL", 150, true), ("city| Пермь:DEL", 0, false), ("", 150, false),
        ])
    func delivery(article: String, cost: Double, isLine: Bool) throws {
        let cost = JSON.number(JSON.Number(Int(cost)))
        let document = try Fixture.document(
            [("delivery", 2), ("delivery_cost", cost)], address: [("city", "Пермь")])
        let order = try Fixture.request(document, ["delivery_article": article])
        let line = isLine ? ["product[1]=DEL", "product_kol[1]=1"] : []
        #expect(Fixture.form(order) == ["product[0]=PZ-001", "product_kol[0]=1"] + line)
        #expect(order.lineNames.count == (isLine ? 2 : 1))
    }

    @Test("codes come from the order's own key, or else from the default")
    func codes() throws {
        let settings = [
            "payments": "1:10", "default_pay": "90", "point": "1:11", "default_point": "91", "channel": "web:12",
            "default_channel": "92",
        ]
        let known = try fields(settings, [("payment", 1), ("delivery", 1), ("context", "web")])
        #expect(known == [.pay: "10", .point: "11", .channel: "12"])
        let unknown = try fields(settings, [("payment", 2), ("delivery", 2), ("context", "b2b")])
        #expect(unknown == [.pay: "90", .point: "91", .channel: "92"])
        #expect(try fields(settings) == [.pay: "90", .point: "91", .channel: "92"])
        #expect(try fields([:], [("payment", 1), ("delivery", 1), ("context", "web")]) == [:])
    }

    @Test("a mapping can use another field of the order, and then ignores its usual one")
    func mappingByField() throws {
        let settings = ["payments": "city| Пермь:1, 5:2", "point": "extfld_kitchen| 5:7"]
        let address: [(String, JSON)] = [("city", "Пермь"), ("properties", "{\"extfld_kitchen\":\"5\"}")]
        #expect(try fields(settings, [("payment", 5)], address: address) == [.pay: "1", .point: "7"])
        #expect(try fields(settings, [("payment", 5), ("delivery", 5)], address: [("city", "Уфа")]) == [:])
    }

    @Test("an affiliate is sent only if it is switched on")
    func affiliate() throws {
        let settings = ["affiliate": "1:5", "default_affiliate": "6"]
        #expect(try fields(settings, [("delivery", 1)]) == [:])
        #expect(try fields(settings.merging(["affiliate_enable": "1"]) { $1 }, [("delivery", 1)]) == [.affiliate: "5"])
        #expect(try fields(settings.merging(["affiliate_enable": "1"]) { $1 }, [("delivery", 2)]) == [.affiliate: "6"])
        #expect(try fields(settings.merging(["affiliate_enable": "0"]) { $1 }, [("delivery", 1)]) == [:])
    }

    @Test("at most ten tags and five webhook statuses are sent")
    func lists() throws {
        let many = (1...12).map(String.init).joined(separator: ",")
        // The settings may refuse longer lists. In this case no elements are sent.
        let values = Fixture.settings(["tags": many, "hook_statuses": "1,2,3,4,5,6"])
        guard case .request(let mapped) = OrderMapper(settings: values, now: 0).map(try Fixture.document()) else {
            Issue.record("refused")
            return
        }
        #expect(mapped.order.tags.count <= 10)
        #expect(mapped.order.hookStatuses.count <= 5)
        let most = try Fixture.request(
            try Fixture.document(), ["tags": "1,2,3,4,5,6,7,8,9,10", "hook_statuses": "1,2,3,4,5"])
        #expect(most.order.tags == (1...10).map(String.init))
        #expect(most.order.hookStatuses == ["1", "2", "3", "4", "5"])
    }

    @Test("an additional field overrides the address; an empty one does not")
    func override() throws {
        let settings = ["additional_fields": "name:extfld_who,street:extfld_where"]
        let address: [(String, JSON)] = [
            ("receiver", "Иван"), ("street", "Ленина"),
            ("properties", "{\"extfld_who\":\"Анна\",\"extfld_where\":\"\"}"),
        ]
        #expect(try fields(settings, address: address) == [.name: "Анна", .street: "Ленина"])
    }

    @Test("the fields that settings may name are those of a request")
    func names() {
        #expect(AdditionalField.crmNames == NewOrder.Field.allCases.map(\.rawValue))
    }
}

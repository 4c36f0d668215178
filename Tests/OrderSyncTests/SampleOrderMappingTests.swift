import Shop
import TestSupport
import Testing

@testable import OrderSync

@Suite("The sample orders, field by field", .ownThread) struct SampleOrderMappingTests {
    private static let settings = [
        "payments": "1:10, 2:20", "point": "1:11, 2:12", "channel": "web:3", "affiliate_enable": "1",
        "affiliate": "city| Пермь:21", "phone_format": "7 (###) ###-##-##", "street_fields": "city,street",
        "timezone": "Asia/Yekaterinburg", "tags": "5, 6", "delivery_article": "2:DELIVERY",
        "additional_fields": "person:extfld_persons,descr:extfld_note,datetime:extfld_deliverydate",
        "hook_statuses": "3, 4",
    ]
    private static let versions = ["4.4.0", "2.9.3"]

    private func form(_ version: String, _ id: Int64) throws -> [String] {
        let document = try #require(try Fixture.samples(version)[id])
        return Fixture.form(try Fixture.request(document, Self.settings))
    }

    private static let twoPizzas = [
        "product[0]=PZ-001", "product_kol[0]=2", "product[1]=PZ-002", "product_kol[1]=1", "product[2]=DELIVERY",
        "product_kol[2]=1", "street=Пермь, Ленина", "home=10", "apart=5", "phone=7 (912) 345-67-89",
        "mail=ivan@example.test", "descr=Позвоните за час", "name=Иван Петров", "pay=10", "channel=3", "affiliate=21",
        "point=12", "tags[0]=5", "tags[1]=6", "hook_status[0]=3", "hook_status[1]=4",
    ]

    @Test(
        "an order of two products has their articles and counts, the address, the codes and a delivery line",
        arguments: versions, [Int64(1), 2])
    func twoProducts(version: String, id: Int64) throws {
        #expect(try form(version, id) == Self.twoPizzas)
    }

    @Test("a pre-order with options has its modifier under its product and its additional fields", arguments: versions)
    func preOrder(version: String) throws {
        #expect(
            try form(version, 3) == [
                "product[0]=PZ-001-35", "product_kol[0]=2", "product[1]=ADD-CHEESE", "product_kol[1]=2",
                "product_mod[1]=0", "product[2]=PZ-002", "product_kol[2]=1", "product[3]=DELIVERY",
                "product_kol[3]=1", "street=Пермь, Ленина", "home=10", "apart=5", "phone=7 (912) 345-67-89",
                "mail=ivan@example.test", "descr=Домофон 12К; без лука; «Без лука» <b>", "name=Анна Тест О'нил",
                "pay=10", "person=3",
                "channel=3", "datetime=2026-11-24 19:30:00", "affiliate=21", "point=12", "tags[0]=5", "tags[1]=6",
                "hook_status[0]=3", "hook_status[1]=4",
            ])
    }

    @Test("an order with a product without an article is refused with the product's name", arguments: versions)
    func withoutArticle(version: String) throws {
        let document = try #require(try Fixture.samples(version)[4])
        let result = OrderMapper(settings: Fixture.settings(Self.settings), now: Fixture.now).map(document)
        #expect(result == .refused([.lineWithoutArticle(number: 1, name: "Без артикула")]))
    }

    @Test("an order for pick-up has neither a delivery line nor an empty comment", arguments: versions)
    func fetched(version: String) throws {
        #expect(
            try form(version, 5) == [
                "product[0]=PZ-002", "product_kol[0]=12", "street=Пермь, Ленина", "home=10", "apart=5",
                "phone=7 (912) 345-67-89", "mail=ivan@example.test", "name=Иван Петров", "pay=10", "channel=3",
                "affiliate=21", "point=11", "tags[0]=5", "tags[1]=6", "hook_status[0]=3", "hook_status[1]=4",
            ])
    }

    @Test("each file has five orders", arguments: versions)
    func fiveOrders(version: String) throws {
        #expect(try Fixture.samples(version).keys.sorted() == [1, 2, 3, 4, 5])
    }

    @Test("the time of a pre-order is the kitchen's local time", arguments: versions)
    func preOrderTime(version: String) throws {
        let document = try #require(try Fixture.samples(version)[3])
        let mapper = OrderMapper(settings: Fixture.settings(Self.settings), now: Fixture.now)
        // The time 19:30 in Yekaterinburg is 14:30 in UTC.
        #expect(mapper.preOrderTime(of: document) == Fixture.now + (14 * 60 + 30) * 60_000)
        let first = try #require(try Fixture.samples(version)[1])
        #expect(mapper.preOrderTime(of: first) == nil)
    }
}

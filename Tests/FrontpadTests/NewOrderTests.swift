import Frontpad
import Testing

@Suite("The form of new_order") struct NewOrderTests {
    @Test("has lines, modifiers, fields, tags and statuses with explicit indexes")
    func form() {
        let order = NewOrder(
            products: [
                .init(article: "001", count: 2), .init(article: "M", count: 2, parent: 0),
                .init(article: "2", count: 1),
            ],
            fields: [.saleAmount: "10", .hookURL: "https://x.test/?a=1&b=2", .name: "Иван"], tags: ["5", "6"],
            hookStatuses: ["3"])
        #expect(
            order.formFields.map { "\($0.name)=\($0.value)" } == [
                "product[0]=001", "product_kol[0]=2", "product[1]=M", "product_kol[1]=2", "product_mod[1]=0",
                "product[2]=2", "product_kol[2]=1", "sale_amount=10", "name=Иван",
                "hook_url=https://x.test/?a=1&b=2", "tags[0]=5", "tags[1]=6", "hook_status[0]=3",
            ])
    }

    @Test("has every field under the API's name")
    func names() {
        let order = NewOrder(fields: Dictionary(uniqueKeysWithValues: NewOrder.Field.allCases.map { ($0, "x") }))
        #expect(
            order.formFields.map(\.name) == [
                "score", "sale", "sale_amount", "card", "street", "home", "pod", "et", "apart", "phone", "mail",
                "descr", "name", "pay", "certificate", "person", "hook_url", "channel", "datetime", "affiliate",
                "point",
            ])
    }

    @Test("is empty for an empty order")
    func empty() {
        #expect(NewOrder().formFields.isEmpty)
    }
}

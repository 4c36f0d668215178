import JSON
import TestSupport
import Testing

@Suite("The sample orders", .ownThread) struct SampleOrderTests {
    private static let settings = [
        "payments": "1:1, 2:7", "default_pay": "9", "point": "1:11, 2:12", "channel": "web:3",
        "affiliate_enable": "1", "affiliate": "city| Пермь:21", "phone_format": "7 (###) ###-##-##",
        "street_fields": "city,street", "timezone": "Asia/Yekaterinburg", "tags": "5",
        "additional_fields": "person:extfld_persons,descr:extfld_note,datetime:extfld_deliverydate",
    ]

    /// Returns the fields that the CRM must receive for an order, according to the table in the design.
    private func expected(_ document: JSON) -> [String: String] {
        let address = document["address"]
        func column(_ name: String) -> String? {
            address?[name]?.string ?? address?[name]?.int.map(String.init)
        }
        var fields = ["pay": "1", "channel": "3", "tags[0]": "5", "affiliate": "21", "phone": "7 (912) 345-67-89"]
        fields["pay"] = ["1": "1", "2": "7"][Self.text(document["payment"]) ?? ""] ?? "9"
        fields["point"] = ["1": "11", "2": "12"][Self.text(document["delivery"]) ?? ""]
        fields["name"] = column("receiver")
        fields["mail"] = column("email") ?? document["profile_email"]?.string
        fields["street"] = [column("city"), column("street")].compactMap { $0 }.joined(separator: ", ")
        fields["home"] = column("building")
        fields["apart"] = column("room")
        fields["pod"] = column("entrance")
        fields["et"] = column("floor")
        fields["descr"] = column("comment")
        if let extra = address?["properties"]?.string, extra.contains("extfld_note") {
            fields["descr"] =
                [column("comment").map(Self.oneLine), "«Без лука» <b>"].compactMap { $0 }.joined(separator: "; ")
            fields["person"] = "3"
        }
        return fields.filter { !$0.value.isEmpty }
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func text(_ json: JSON?) -> String? { json?.string ?? json?.int.map(String.init) }

    @Test("arrive in the CRM field by field, or are refused with a reason", arguments: ["4.4.0", "2.9.3"])
    func arrive(version: String) throws {
        let bridge = try Bridge(Self.settings, sandbox: ["--no-limits"])
        let lines = Samples.lines(version)
        #expect(lines.count == 5)
        let result = try bridge.enqueue(["orders"], lines.joined(separator: "\n"))
        #expect(result.status == .exited(0))
        #expect(result.stdout.hasPrefix("5 stored, 0 known already, 5 on their way to Frontpad"))
        try bridge.drain()

        let received = try bridge.sandbox.orders()
        var seen = 0
        for line in lines {
            let document = try JSON.parse(line)
            let id = try #require(document["id"]?.int)
            let lacksArticle = (document["products"]?.array ?? []).contains { ($0["article"]?.string ?? "").isEmpty }
            if lacksArticle {
                #expect(try bridge.state(of: id) == "failed")
                let reason = try bridge.text("SELECT reason FROM crm_orders WHERE order_id = \(id)")
                #expect(reason?.contains("не указан артикул") == true)
                continue
            }
            seen += 1
            #expect(try bridge.state(of: id) == "sent")
            let crmID = try bridge.text("SELECT crm_order_id FROM crm_orders WHERE order_id = \(id)")
            let order = try #require(received.first { $0["order_id"]?.string == crmID })
            let fields = try #require(order["fields"]?.object)
            for (name, value) in expected(document) {
                #expect(fields[name]?.string == value, "order \(id), \(name)")
            }
        }
        #expect(received.count == seen)
        #expect(seen == 4)
    }

    @Test("have their modifications as modifiers of the right parent, and no other product's")
    func modifications() throws {
        let bridge = try Bridge(sandbox: ["--no-limits"])
        try bridge.enqueue(["orders"], Samples.lines("4.4.0").joined(separator: "\n"))
        try bridge.drain()
        let crmID = try bridge.text("SELECT crm_order_id FROM crm_orders WHERE order_id = 3")
        let order = try #require(try bridge.sandbox.orders().first { $0["order_id"]?.string == crmID })
        let fields = try #require(order["fields"]?.object)
        let products = fields.entries.filter { $0.key.hasPrefix("product") }
        let form = products.map { "\($0.key)=\($0.value.string ?? "")" }
        #expect(
            form == [
                "product[0]=PZ-001-35", "product_kol[0]=2", "product[1]=ADD-CHEESE", "product_kol[1]=2",
                "product_mod[1]=0", "product[2]=PZ-002", "product_kol[2]=1",
            ])
    }
}

import Frontpad
import Testing

@Suite("get_products") struct ProductListTests {
    private static let both = [
        FrontpadProduct(article: "001", name: "Филадельфия", price: "250"),
        FrontpadProduct(article: "002", name: "Калифорния", price: "270"),
    ]

    @Test(
        "reads parallel maps or lists, numbers as text",
        arguments: [
            #""product_id":{"0":"001","1":"002"},"name":{"0":"Филадельфия","1":"Калифорния"},"price":{"0":"250","1":"270"}"#,
            #""product_id":["001","002"],"name":["Филадельфия","Калифорния"],"price":[250,270]"#,
            #""product_id":["001","002"],"name":{"1":"Калифорния","0":"Филадельфия"},"price":{"0":250,"1":"270"}"#,
        ])
    func shapes(columns: String) async {
        let lookup = ScriptedLookup(#"{"result":"success",\#(columns)}"#)
        #expect(await lookup.ask { await $0.products() } == .answered(Self.both))
        #expect(lookup.requestLine == "POST /api/index.php?get_products HTTP/1.1")
        #expect(lookup.form == "secret=s3cr3t%2F%2B%3D")
    }

    @Test("joins values by key, leaves out products without an article, and uses the article for a missing name")
    func gaps() async {
        let body = """
            {"result":"success","product_id":{"3":"001","5":"","8":7},"name":{"5":"Без артикула","3":"Первый"},\
            "price":{"8":"90.50"},"sale":{"3":"1","8":0}}
            """
        #expect(
            await ScriptedLookup(body).ask { await $0.products() }
                == .answered([
                    FrontpadProduct(article: "001", name: "Первый", price: nil, allowsDiscount: true),
                    FrontpadProduct(article: "7", name: "7", price: "90.50", allowsDiscount: false),
                ]))
    }

    @Test("is refused by an account without products, which differs from an empty list")
    func none() async {
        let lookup = ScriptedLookup(#"{"result":"error","error":"invalid_products"}"#)
        #expect(await lookup.ask { await $0.products() } == .refused(.invalidProducts))
    }

    @Test("accepts megabytes, up to a limit", arguments: [(40_000, true), (120_000, false)])
    func size(products: Int, isTaken: Bool) async {
        let articles = (0..<products).map { "\"\($0)\"" }.joined(separator: ",")
        let names = (0..<products).map { "\"\(String(repeating: "п", count: 30)) \($0)\"" }.joined(separator: ",")
        let lookup = ScriptedLookup(#"{"result":"success","product_id":[\#(articles)],"name":[\#(names)]}"#)
        switch await lookup.ask({ await $0.products() }) {
        case .answered(let found):
            #expect(isTaken)
            #expect(found.count == products)
        case .unreadable: #expect(!isTaken)
        case .refused, .notReached: Issue.record("another outcome")
        }
    }

    @Test("is unreadable if the articles are missing")
    func noArticles() async {
        guard
            case .unreadable = await ScriptedLookup(#"{"result":"success","name":["A"]}"#).ask({ await $0.products() })
        else {
            Issue.record("an unreadable answer became products")
            return
        }
    }
}

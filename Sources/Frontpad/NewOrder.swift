/// The fields of a `new_order` request. The names, formats and limits come from the official API document, versions of
/// 2017 and later (API facts, section 2).
public struct NewOrder: Sendable, Hashable {
    /// A line of the order.
    public struct Product: Sendable, Hashable {
        /// The article («Артикул»). It is a string, because "001" and "1" are different articles.
        public var article: String
        public var count: Int
        /// If this line is a modifier, the index of the line that it belongs to.
        public var parent: Int?
        /// The price in rubles (`product_price`). The CRM uses it only for products with a price that may be changed
        /// (API facts, section 2).
        public var price: String?

        public init(article: String, count: Int, parent: Int? = nil, price: String? = nil) {
            self.article = article
            self.count = count
            self.parent = parent
            self.price = price
        }
    }

    /// The parameters that have a single value. The raw value is the name in the API.
    public enum Field: String, Sendable, CaseIterable {
        case score, sale
        case saleAmount = "sale_amount"
        case card, street, home, pod, et, apart, phone, mail, descr, name, pay
        case certificate, person
        case hookURL = "hook_url"
        case channel, datetime, affiliate, point

        /// The maximum number of characters (Unicode scalars) that the API accepts, or nil if the API document names
        /// no limit.
        public var limit: Int? {
            switch self {
            case .street, .home, .apart, .phone, .mail, .name: 50
            case .pod, .et, .person: 2
            case .descr: 100
            case .card: 16
            case .score, .sale, .saleAmount, .pay, .certificate, .hookURL, .channel, .datetime, .affiliate, .point: nil
            }
        }
    }

    /// The maximum number of webhook statuses: «Не более 5» (API facts, section 2).
    public static let maxHookStatuses = 5
    /// The maximum number of tags. Source: API facts, section 2, `tags[]`.
    public static let maxTags = 10
    /// How far ahead a pre-order may be, in milliseconds. Source: «Максимальный период предзаказа - 30 дней от текущей
    /// даты».
    public static let maxAdvanceMilliseconds: Int64 = 30 * 86_400_000

    public var products: [Product]
    public var fields: [Field: String]
    public var tags: [String]
    public var hookStatuses: [String]

    public init(
        products: [Product] = [], fields: [Field: String] = [:], tags: [String] = [], hookStatuses: [String] = []
    ) {
        self.products = products
        self.fields = fields
        self.tags = tags
        self.hookStatuses = hookStatuses
    }

    /// The fields of the form in order, without the secret. The names contain explicit indexes, so that
    /// `product_kol[3]` and `product_mod[3]` belong to `product[3]`.
    public var formFields: [(name: String, value: String)] {
        var form: [(name: String, value: String)] = []
        for (index, product) in products.enumerated() {
            form.append(("product[\(index)]", product.article))
            form.append(("product_kol[\(index)]", String(product.count)))
            if let price = product.price { form.append(("product_price[\(index)]", price)) }
            if let parent = product.parent { form.append(("product_mod[\(index)]", String(parent))) }
        }
        for field in Field.allCases {
            if let value = fields[field] { form.append((field.rawValue, value)) }
        }
        for (index, tag) in tags.enumerated() { form.append(("tags[\(index)]", tag)) }
        for (index, status) in hookStatuses.enumerated() { form.append(("hook_status[\(index)]", status)) }
        return form
    }
}

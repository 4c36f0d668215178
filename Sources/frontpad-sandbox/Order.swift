internal import JSON

/// An order that the account has created.
struct Order: Sendable {
    struct Line: Sendable {
        /// The key of the line in the field `product`.
        var key: String
        var article: String
        var count: Int
        /// The key of the line that this line modifies, or nil if it is not a modifier.
        var parent: String?
    }

    let id: Int
    let number: Int
    /// When the order arrived, in milliseconds since 1970-01-01 UTC.
    let receivedAt: Int64
    var status: Int
    /// The fields of the form as received, without the secret.
    let fields: [(name: String, value: String)]
    /// The accepted lines.
    let lines: [Line]

    func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// The statuses that the account reports to the order's `hook_url`.
    var hookStatuses: [Int] {
        fields.filter { $0.name.hasPrefix("hook_status[") }.prefix(NewOrderMethod.maxHookStatuses).compactMap {
            Int($0.value)
        }
    }

    var json: JSON {
        [
            "order_id": .string(String(id)), "order_number": .string(String(number)),
            "received_at": .number(receivedAt), "status": .number(status),
            "lines": .array(
                lines.map { line in
                    [
                        "key": .string(line.key), "article": .string(line.article), "count": .number(line.count),
                        "parent": JSON(line.parent),
                    ]
                }),
            "fields": .object(JSON.Object(fields.map { ($0.name, .string($0.value)) })),
        ]
    }

    /// Reads an order from its ``json``. The result is nil for any other input.
    init?(_ json: JSON) {
        guard let id = json["order_id"]?.string.flatMap({ Int($0) }),
            let number = json["order_number"]?.string.flatMap({ Int($0) }),
            let receivedAt = json["received_at"]?.int, let status = json["status"]?.int,
            let fields = json["fields"]?.object, let lines = json["lines"]?.array
        else { return nil }
        self.init(
            id: id, number: number, receivedAt: Int64(receivedAt), status: status,
            fields: fields.entries.map { ($0.key, $0.value.string ?? "") },
            lines: lines.compactMap { line in
                guard let key = line["key"]?.string, let article = line["article"]?.string,
                    let count = line["count"]?.int
                else { return nil }
                return Line(key: key, article: article, count: count, parent: line["parent"]?.string)
            })
    }

    init(
        id: Int, number: Int, receivedAt: Int64, status: Int, fields: [(name: String, value: String)], lines: [Line]
    ) {
        self.id = id
        self.number = number
        self.receivedAt = receivedAt
        self.status = status
        self.fields = fields
        self.lines = lines
    }
}

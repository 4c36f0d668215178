internal import Frontpad
internal import Shop

/// The differences between two documents of an order that matter to the kitchen. These are the lines, the sum and the
/// fields of the request.
struct OrderDifference: Sendable {
    enum Change: Sendable, Hashable {
        case added(line: String, count: String)
        case removed(line: String, count: String)
        case count(line: String, from: String, to: String)
        case sum(from: String?, to: String?)
        case field(NewOrder.Field, from: String?, to: String?)
    }

    let changes: [Change]

    /// - Parameter now: the current time in milliseconds since 1970.
    init(from old: OrderDocument, to new: OrderDocument, settings: Settings, now: Int64) {
        let before = Content(old, settings: settings, now: now)
        let after = Content(new, settings: settings, now: now)
        var changes: [Change] = []
        for (name, count) in after.lines where before.count(of: name) == nil {
            changes.append(.added(line: name, count: "\(count)"))
        }
        for (name, count) in before.lines {
            guard let present = after.count(of: name) else {
                changes.append(.removed(line: name, count: "\(count)"))
                continue
            }
            if present != count { changes.append(.count(line: name, from: "\(count)", to: "\(present)")) }
        }
        let sums = (old.value(named: "order.cost"), new.value(named: "order.cost"))
        if sums.0 != sums.1 { changes.append(.sum(from: sums.0, to: sums.1)) }
        for field in NewOrder.Field.allCases where before.fields[field] != after.fields[field] {
            changes.append(.field(field, from: before.fields[field], to: after.fields[field]))
        }
        self.changes = changes
    }

    /// The lines and fields of the request that a document becomes. The lines have the names that people know.
    private struct Content {
        /// The lines in the order of the request. Lines with the same name are added up.
        private(set) var lines: [(name: String, count: Int)] = []
        private(set) var fields: [NewOrder.Field: String] = [:]

        init(_ document: OrderDocument, settings: Settings, now: Int64) {
            switch OrderMapper(settings: settings, now: now).map(document) {
            case .request(let mapped):
                for (product, name) in zip(mapped.order.products, mapped.lineNames) { add(name, product.count) }
                fields = mapped.order.fields
            case .refused:
                // The document cannot be sent, but its lines can still be compared.
                for line in document.lines { add(line.name, line.count ?? 0) }
            }
        }

        func count(of name: String) -> Int? { lines.first { $0.name == name }?.count }

        private mutating func add(_ name: String, _ count: Int) {
            if let index = lines.firstIndex(where: { $0.name == name }) {
                lines[index].count += count
            } else {
                lines.append((name, count))
            }
        }
    }
}

internal import ChildProcess
internal import Intake
internal import JSON
internal import Shop

/// The answer of the shop's command to the question `resync`.
enum ResyncAnswer: Sendable {
    case orders(ResyncPortion)
    /// The shop is not ready.
    case notNow
    /// The command does not know the question, or it is broken.
    case failed(String)

    init(_ result: ChildResult) {
        switch ShopCommand.ending(of: result) {
        case .done: break
        case .notNow:
            self = .notNow
            return
        case .failed(let words):
            self = .failed("it \(words)")
            return
        }
        let portion = ResyncPortion(result.standardOutput)
        if portion.isForeign {
            self = .failed("it answers something else than order documents")
        } else if portion.count == 0, portion.isCut {
            self = .failed("its first line is too long")
        } else {
            self = .orders(portion)
        }
    }
}

/// The order documents of one answer. The command prints one document per line.
struct ResyncPortion: Sendable {
    struct Unusable: Sendable, Hashable {
        /// The order's id, or nil if it cannot be read.
        let id: Int64?
        let line: Int
        let reason: String

        var name: String { id.map(String.init) ?? "line \(line)" }
    }

    private(set) var items: [OrderIntake.Item] = []
    private(set) var unusable: [Unusable] = []
    /// Whether the answer was too long and its end was cut off.
    let isCut: Bool
    /// Whether the answer contains text but no order.
    private(set) var isForeign = false

    /// The number of all orders in the answer, including unusable ones.
    var count: Int { items.count + unusable.count }
    /// The largest id of an order in the answer.
    var lastID: Int64? { (items.map(\.document.id) + unusable.compactMap(\.id)).max() }

    fileprivate init(_ output: Captured) {
        isCut = output.isTruncated
        var lines = output.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if isCut { lines.removeLast() }
        var hasText = false
        var hasOrder = false
        for (index, line) in lines.enumerated() {
            guard let first = line.first(where: { ![0x20, 0x09, 0x0D].contains($0) }) else { continue }
            hasText = true
            // PHP may print notices between the documents.
            guard first == UInt8(ascii: "{") else { continue }
            do throws(OrderDocumentError) {
                items.append(try OrderIntake.Item(Array(line)))
                hasOrder = true
            } catch {
                let object = try? JSON.parse(Array(line), limits: OrderDocument.limits)
                let id = object?["id"].flatMap { $0.int.map(Int64.init) ?? $0.string.flatMap { Int64($0) } }
                hasOrder = hasOrder || id != nil
                unusable.append(Unusable(id: id, line: index + 1, reason: error.description))
            }
        }
        isForeign = hasText && !hasOrder
    }
}

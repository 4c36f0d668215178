internal import JSON

/// Reads the columns of one row. It accepts what shops really send: numbers as strings, JSON columns as strings of JSON,
/// and missing, null, "" or [] for an empty value.
struct DocumentReader {
    let row: JSON.Object
    let path: String

    /// A column as text; nil where it is missing or null. A number or a boolean counts as text.
    func text(_ column: String) throws(OrderDocumentError) -> String? {
        guard let value = row[column], value != .null else { return nil }
        guard let text = value.scalarText else { throw error(column, "must be text") }
        return text
    }

    /// A column as a whole number within a range; nil where it is missing, null or "".
    func integer(_ column: String, in range: ClosedRange<Int>) throws(OrderDocumentError) -> Int? {
        let wanted = "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
        let value: Int?
        switch row[column] {
        case nil, .null: return nil
        case .number(let number): value = number.int
        case .string(let text):
            let trimmed = text.trimmed
            if trimmed.isEmpty { return nil }
            // JSON reads "7.0" and "1e2", Int reads "007" and "+7". Neither reads "0x10" or "1 2".
            value = (try? JSON.parse(trimmed))?.int ?? Int(trimmed)
        case .bool, .array, .object: throw error(column, wanted)
        }
        guard let value, range.contains(value) else {
            throw error(column, "\(wanted), not \(excerpt(column))")
        }
        return value
    }

    func requiredInteger(_ column: String, in range: ClosedRange<Int>) throws(OrderDocumentError) -> Int {
        guard let value = try integer(column, in: range) else { throw error(column, "is missing") }
        return value
    }

    /// A JSON column as an object. A value that is not an object gives an empty one and does not make the order invalid:
    /// shops keep notes of their own there.
    func jsonObject(_ column: String) -> JSON.Object {
        var value = row[column] ?? .null
        // Decoded twice for a shop that encoded the column twice.
        for _ in 0..<2 {
            guard case .string(let text) = value, let inner = try? JSON.parse(text) else { break }
            value = inner
        }
        return value.object ?? JSON.Object()
    }

    /// A list of rows. PHP writes a list with gaps as an object; its keys are ignored.
    func rows(_ column: String) throws(OrderDocumentError) -> [DocumentReader] {
        let values: [JSON]
        switch row[column] {
        case nil, .null: values = []
        case .array(let elements): values = elements
        case .object(let object): values = object.entries.map(\.value)
        case .string, .number, .bool: throw error(column, "must be a list")
        }
        var rows: [DocumentReader] = []
        for (index, value) in values.enumerated() {
            let name = "\(full(column))[\(index)]"
            guard let object = value.object else {
                throw OrderDocumentError(path: name, problem: "must be an object")
            }
            rows.append(DocumentReader(row: object, path: name))
        }
        return rows
    }

    func error(_ column: String, _ problem: String) -> OrderDocumentError {
        OrderDocumentError(path: full(column), problem: problem)
    }

    private func full(_ column: String) -> String { path.isEmpty ? column : "\(path).\(column)" }

    private func excerpt(_ column: String) -> String {
        let text = (row[column] ?? .null).serialized()
        return text.unicodeScalars.count > 40 ? String(text.unicodeScalars.prefix(40)) + "…" : text
    }
}

internal import JSON

/// Reads the columns of one row of an order document. It accepts what shops really send. A number may be a string, a
/// JSON column may be a string of JSON, and an empty value may be missing, null, "" or [].
struct DocumentReader {
    let row: JSON.Object
    let path: String

    /// Reads a column as text, or nil if the column is missing or null. A number or a boolean counts as text.
    func text(_ column: String) throws(OrderDocumentError) -> String? {
        guard let value = row[column], value != .null else { return nil }
        guard let text = value.scalarText else { throw error(column, "must be text") }
        return text
    }

    /// Reads a column as a whole number within a range, or nil if the column is missing, null or "".
    func integer(_ column: String, in range: ClosedRange<Int>) throws(OrderDocumentError) -> Int? {
        let wanted = "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
        let value: Int?
        switch row[column] {
        case nil, .null: return nil
        case .number(let number): value = number.int
        case .string(let text):
            let trimmed = text.trimmed
            if trimmed.isEmpty { return nil }
            // The JSON parser accepts "7.0" and "1e2". `Int` accepts "007" and "+7". Both refuse "0x10" and "1 2".
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

    /// Reads a JSON column as an object. If the value is not an object, the result is an empty object. The order stays
    /// valid, because shops keep notes of their own in these columns.
    func jsonObject(_ column: String) -> JSON.Object {
        var value = row[column] ?? .null
        // Some shops encode the column twice, so it is decoded up to twice.
        for _ in 0..<2 {
            guard case .string(let text) = value, let inner = try? JSON.parse(text) else { break }
            value = inner
        }
        return value.object ?? JSON.Object()
    }

    /// Reads a list of rows. PHP writes a list with gaps in its indexes as an object. In this case the keys are
    /// ignored.
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

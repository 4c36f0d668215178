internal import JSON

/// Reads the columns of one row, with the freedom that shops take: numbers may be strings, JSON columns may be
/// strings that hold JSON, and what is empty may be missing, null, "" or [].
struct DocumentReader {
    let row: JSON.Object
    let path: String

    /// A column as text. Numbers and booleans are texts too; nil where it is missing or null.
    func text(_ column: String) throws(OrderDocumentError) -> String? {
        switch row[column] {
        case nil, .null: nil
        case .string(let value): value
        case .number(let value): value.text
        case .bool(let value): value ? "1" : "0"
        case .array, .object: throw error(column, "must be a text")
        }
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
            // "7.0" and "1e2" are read as JSON's numbers are, "007" and "+7" as Int's; "0x10" and "1 2" are none.
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

    /// A JSON column as an object; empty where there is none. A value that is no object is no reason to refuse an
    /// order: shops keep notes of their own there.
    func jsonObject(_ column: String) -> JSON.Object {
        var value = row[column] ?? .null
        // Once for the column, once more for a shop that encoded it twice.
        for _ in 0..<2 {
            guard case .string(let text) = value, let inner = try? JSON.parse(text) else { break }
            value = inner
        }
        return value.object ?? JSON.Object()
    }

    /// A list of rows: a JSON list, or an object whose keys do not matter (PHP writes a list with gaps as one).
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

extension String {
    /// Without white space at its ends.
    package var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}

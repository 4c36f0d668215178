internal import JSON
internal import Shop

/// The order in which the files of the spool are taken in: by their time, but the files of one order by its events.
///
/// Different programs write the files, so their names say nothing about the order. The events of one order can also be
/// written out of order, for example if two requests of the shop run at the same time.
struct SpoolOrder {
    private let folder: SpoolFolder

    init(_ folder: SpoolFolder) { self.folder = folder }

    /// The place of a document among the documents of its order.
    private struct Place {
        let order: String
        let isCreation: Bool
        let eventSeq: Int64?
    }

    /// Sorts the files. It reads the documents one at a time and keeps only their places.
    ///
    /// - Parameter entries: the files, sorted by time.
    func sorted(_ entries: [SpoolFolder.Entry]) -> [SpoolFolder.Entry] {
        guard entries.count(where: { $0.kind == .order }) > 1 else { return entries }
        var positions: [String: [(position: Int, place: Place)]] = [:]
        for (position, entry) in entries.enumerated() where entry.kind == .order {
            guard let place = place(of: entry) else { continue }
            positions[place.order, default: []].append((position, place))
        }
        var sorted = entries
        for files in positions.values where files.count > 1 {
            for (target, source) in zip(files.map(\.position), inOrder(files)) { sorted[target] = entries[source] }
        }
        return sorted
    }

    /// - Returns: the positions of the files of one order, in the order of its events. A document without a sequence
    ///   stays behind those that are older than it.
    private func inOrder(_ files: [(position: Int, place: Place)]) -> [Int] {
        var latest: Int64 = 0
        let keys = files.map { file -> (sequence: Int64, position: Int) in
            if file.place.isCreation { return (-1, file.position) }
            latest = max(latest, file.place.eventSeq ?? 0)
            return (file.place.eventSeq ?? latest, file.position)
        }
        return keys.sorted { ($0.sequence, $0.position) < ($1.sequence, $1.position) }.map(\.position)
    }

    /// - Returns: nil if the file cannot be read. The sweep then says why.
    private func place(of entry: SpoolFolder.Entry) -> Place? {
        guard let bytes = try? folder.read(entry, limit: OrderDocument.limits.maxBytes),
            let document = try? OrderDocument.parse(bytes)
        else { return nil }
        return Place(
            // Another order may have had the id before.
            order: "\(document.id) \(document.createdonText ?? "")", isCreation: document.event == .created,
            eventSeq: document.eventSeq)
    }
}

internal import Glibc

/// A compiled zone file of the zone database. Source: RFC 8536 (TZif), version 2 and later.
struct ZoneFile: Sendable {
    private let transitions: [Int64]
    private let offsets: [Int]
    private let initialOffset: Int
    /// The rule for moments after the last transition.
    private let rule: ZoneRule?

    init?(path: String) {
        guard let bytes = ZoneFile.read(path), let file = ZoneFile(bytes: bytes) else { return nil }
        self = file
    }

    init?(bytes: [UInt8]) {
        guard let first = Header(bytes, at: 0), first.version >= 0x32,
            let header = Header(bytes, at: first.end(timeSize: 4))
        else { return nil }
        let end = header.end(timeSize: 8)
        guard end <= bytes.count else { return nil }
        var position = header.start
        transitions = (0..<header.timeCount).map {
            Int64(truncatingIfNeeded: ZoneFile.big(bytes, position + $0 * 8, 8))
        }
        position += header.timeCount * 8
        let types = bytes[position..<position + header.timeCount].map(Int.init)
        position += header.timeCount
        let typeOffsets = (0..<header.typeCount).map { index in
            Int(Int32(truncatingIfNeeded: ZoneFile.big(bytes, position + index * 6, 4)))
        }
        guard types.allSatisfy({ $0 < typeOffsets.count }), let initial = typeOffsets.first else { return nil }
        offsets = types.map { typeOffsets[$0] }
        initialOffset = initial
        // The footer contains a rule, with a line feed before and after it.
        let footer = bytes[min(end + 1, bytes.count)...].prefix { $0 != 0x0A }
        rule = ZoneRule(String(decoding: footer, as: UTF8.self))
    }

    func offset(at seconds: Int64) -> Int {
        guard let last = transitions.last else { return rule?.offset(at: seconds) ?? initialOffset }
        if seconds >= last, let rule { return rule.offset(at: seconds) }
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? initialOffset : offsets[low - 1]
    }

    private struct Header {
        let version: UInt8
        let start: Int
        let timeCount: Int
        let typeCount: Int
        private let otherCounts: (utc: Int, standard: Int, leap: Int, characters: Int)

        init?(_ bytes: [UInt8], at offset: Int) {
            guard offset + 44 <= bytes.count, Array(bytes[offset..<offset + 4]) == Array("TZif".utf8) else {
                return nil
            }
            let counts = (0..<6).map { Int(ZoneFile.big(bytes, offset + 20 + $0 * 4, 4)) }
            guard counts.allSatisfy({ $0 < 1 << 20 }) else { return nil }
            version = bytes[offset + 4]
            start = offset + 44
            otherCounts = (counts[0], counts[1], counts[2], counts[5])
            timeCount = counts[3]
            typeCount = counts[4]
        }

        func end(timeSize: Int) -> Int {
            start + timeCount * (timeSize + 1) + typeCount * 6 + otherCounts.characters
                + otherCounts.leap * (timeSize + 4) + otherCounts.standard + otherCounts.utc
        }
    }

    private static func big(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> UInt64 {
        bytes[offset..<offset + count].reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func read(_ path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        // The buffer has 16 kilobytes. The largest real zone file has four.
        let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 14) { buffer, count in
            count = max(0, Glibc.read(file, buffer.baseAddress, buffer.count))
        }
        return bytes.isEmpty ? nil : bytes
    }
}

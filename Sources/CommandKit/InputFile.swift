internal import Glibc

/// A file, or standard input, that a command reads: whole or line by line, with a bound on what it takes in.
public struct InputFile: Sendable {
    private static let portion = 64 << 10
    /// As it was named: "-" is standard input.
    public let name: String

    public init(_ name: String?) { self.name = name ?? "-" }

    /// - Throws: ``CommandError``: it cannot be read (66, 74), or is larger than `limit` bytes (65).
    public func readAll(limit: Int) throws(CommandError) -> [UInt8] {
        var bytes: [UInt8] = []
        var isTooLarge = false
        try readPortions { portion in
            bytes += portion
            isTooLarge = bytes.count > limit
            return !isTooLarge
        }
        if isTooLarge { throw CommandError(.data, "\(displayName) is larger than \(limit) bytes") }
        return bytes
    }

    /// A line, or what is wrong with it.
    public enum Line: Sendable {
        case bytes([UInt8])
        case tooLong
    }

    /// Hands over each line that is not blank, with its number from 1. A line longer than `limit` bytes is reported and
    /// skipped, without being kept in memory.
    ///
    /// - Throws: ``CommandError``: it cannot be read; or what `body` throws.
    public func forEachLine(limit: Int, _ body: (Int, Line) throws -> Void) throws {
        var line: [UInt8] = []
        var number = 1
        var isTooLong = false
        var failure: (any Error)?
        func end() throws {
            if isTooLong {
                try body(number, .tooLong)
            } else if line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) {
                try body(number, .bytes(line))
            }
            line.removeAll(keepingCapacity: line.count <= limit)
            isTooLong = false
            number += 1
        }
        try readPortions { portion in
            do {
                for part in portion.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
                    if part.offset > 0 { try end() }
                    if line.count + part.element.count > limit { isTooLong = true }
                    if isTooLong { line.removeAll() } else { line += part.element }
                }
                return true
            } catch {
                failure = error
                return false
            }
        }
        if let failure { throw failure }
        try end()
    }

    private var displayName: String { name == "-" ? "standard input" : name }

    /// - Parameter body: false ends the reading.
    private func readPortions(_ body: (ArraySlice<UInt8>) -> Bool) throws(CommandError) {
        var file = STDIN_FILENO
        if name != "-" {
            file = open(name, O_RDONLY | O_CLOEXEC)
            guard file >= 0 else { throw CommandError(.noInput, "\(name): \(String(cString: strerror(errno)))") }
        }
        defer { if file != STDIN_FILENO { close(file) } }
        var buffer = [UInt8](repeating: 0, count: InputFile.portion)
        while true {
            let count = read(file, &buffer, buffer.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw CommandError(.inputOutput, "\(displayName): \(String(cString: strerror(errno)))")
            }
            if count == 0 || !body(buffer[..<count]) { return }
        }
    }
}

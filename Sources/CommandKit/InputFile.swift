internal import Glibc

/// A file or standard input. It is read as a whole or line by line, up to a size limit.
public struct InputFile: Sendable {
    private static let portion = 64 << 10
    /// The path, or "-" for standard input.
    public let name: String

    /// - Parameter name: the path. Nil and "-" mean standard input.
    public init(_ name: String?) { self.name = name ?? "-" }

    /// - Throws: ``CommandError`` if the file cannot be opened (66), cannot be read (74), or is larger than `limit`
    ///   bytes (65).
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

    /// A line without its line end.
    public enum Line: Sendable {
        case bytes([UInt8])
        case tooLong
    }

    /// Calls `body` with the number and the content of each line that is not blank. The first line has the number 1. A
    /// line that is longer than `limit` bytes is not kept in memory; for it, `body` gets ``Line/tooLong``.
    ///
    /// - Throws: ``CommandError`` if the file cannot be read, or the error that `body` throws.
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

    /// - Parameter body: returns false to stop reading.
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

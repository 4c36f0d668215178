/// How a child ended and what it wrote.
public struct ChildResult: Sendable {
    public let ending: Ending
    public let standardOutput: Captured
    public let standardError: Captured

    public init(ending: Ending, standardOutput: Captured = Captured(), standardError: Captured = Captured()) {
        self.ending = ending
        self.standardOutput = standardOutput
        self.standardError = standardError
    }
}

/// How a child ended.
public enum Ending: Sendable, Hashable, CustomStringConvertible {
    /// The child exited with this status.
    case exited(Int32)
    /// A signal that we did not send ended the child.
    case signalled(Int32)
    /// We killed the child at its time limit.
    case timedOut(after: Duration)

    /// A phrase that follows the program's name in a sentence, such as “ended with exit status 3”.
    public var description: String {
        switch self {
        case .exited(let status): "ended with exit status \(status)"
        case .signalled(let signal): "was ended by signal \(signal)"
        case .timedOut(let time): "did not end within \(Self.text(of: time))"
        }
    }

    private static func text(of time: Duration) -> String {
        let (seconds, attoseconds) = time.components
        return attoseconds == 0 ? "\(seconds) s" : "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000) ms"
    }
}

/// What a child wrote to one of its streams.
public struct Captured: Sendable, Hashable {
    /// The first bytes of the output, up to the limit.
    public internal(set) var bytes: [UInt8] = []
    /// Whether the child wrote more than the limit.
    public internal(set) var isTruncated = false

    public init(bytes: [UInt8] = []) { self.bytes = bytes }

    /// The bytes as text. Bytes that are not UTF-8 become U+FFFD.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func append(_ portion: some Collection<UInt8>, limit: Int) {
        let room = max(0, limit - bytes.count)
        bytes.append(contentsOf: portion.prefix(room))
        if portion.count > room { isTruncated = true }
    }
}

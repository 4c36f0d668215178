/// What a child left behind.
public struct ChildResult: Sendable {
    public let ending: Ending
    public let standardOutput: Captured
    public let standardError: Captured
}

/// How a child ended.
public enum Ending: Sendable, Hashable, CustomStringConvertible {
    /// By itself, with this exit status.
    case exited(Int32)
    /// By a signal that was not ours.
    case signalled(Int32)
    /// It was killed after the time it was given.
    case timedOut(after: Duration)

    /// To be put after the program's name: “ended with exit status 3”.
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
    /// At most as many as the limit allows; the first ones.
    public internal(set) var bytes: [UInt8] = []
    /// Whether there was more than is kept.
    public internal(set) var isTruncated = false

    /// The bytes as text; what is not UTF-8 is replaced by U+FFFD.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func append(_ portion: some Collection<UInt8>, limit: Int) {
        let room = max(0, limit - bytes.count)
        bytes.append(contentsOf: portion.prefix(room))
        if portion.count > room { isTruncated = true }
    }
}

internal import Glibc

/// A time zone. It comes from the machine's zone database or is a fixed offset from UTC.
///
/// This type reads the zone database itself, because the usual libraries are not enough. libc knows only one zone at a
/// time, and an environment variable sets it for all threads. FoundationEssentials knows only UTC.
public struct Zone: Sendable {
    private enum Rules: Sendable {
        case fixed(seconds: Int)
        case file(ZoneFile)
    }

    private let rules: Rules
    static let databaseFolder = "/usr/share/zoneinfo"

    private init(rules: Rules) { self.rules = rules }

    public static let utc = Zone(rules: .fixed(seconds: 0))

    /// - Parameter name: the name of a zone or an offset, for example "Europe/Moscow", "+03:00" or "UTC".
    /// - Returns: nil if the machine does not know the zone.
    public init?(named name: String) {
        if let offset = Zone.offset(name) {
            self.init(rules: .fixed(seconds: offset))
            return
        }
        // A name is a path inside the folder of the zone database. The path must not lead out of this folder.
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard !name.isEmpty,
            parts.allSatisfy({ part in
                !part.isEmpty && !part.hasPrefix(".")
                    && part.utf8.allSatisfy { byte in
                        byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "\\")
                    }
            }), let file = ZoneFile(path: Zone.databaseFolder + "/" + name)
        else { return nil }
        self.init(rules: .file(file))
    }

    /// The time zone of this machine, read from /etc/localtime. If this file is missing, the zone is UTC.
    public static let machine = ZoneFile(path: "/etc/localtime").map { Zone(rules: .file($0)) } ?? utc

    /// Returns the offset from UTC in seconds. The offset is positive east of Greenwich.
    ///
    /// - Parameter seconds: the moment in seconds since 1970.
    func offset(at seconds: Int64) -> Int {
        switch rules {
        case .fixed(let offset): offset
        case .file(let file): file.offset(at: seconds)
        }
    }

    /// Reads an offset such as "+03:00", "+0300", "+3", "UTC" or "Z". The result is in seconds.
    private static func offset(_ text: String) -> Int? {
        if ["UTC", "GMT", "Z"].contains(text) { return 0 }
        guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
        let body = text.dropFirst()
        guard body.utf8.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || $0 == UInt8(ascii: ":") }) else { return nil }
        let digits = body.filter { $0 != ":" }
        let hours: Int
        let minutes: Int
        switch (digits.count, body.contains(":")) {
        case (1...2, false): (hours, minutes) = (Int(digits) ?? 99, 0)
        case (3...4, _): (hours, minutes) = (Int(digits.dropLast(2)) ?? 99, Int(digits.suffix(2)) ?? 99)
        default: return nil
        }
        guard hours <= 14, minutes < 60 else { return nil }
        return (sign == "-" ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}

/// Readers of the kinds of values that settings hold. Each throws what is wrong with the text.
enum SettingValue {
    static func integer(_ text: String, in range: ClosedRange<Int>) throws(SettingError) -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw SettingError("must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    static func integers(_ text: String, in range: ClosedRange<Int>, atMost count: Int) throws(SettingError) -> [Int] {
        var numbers: [Int] = []
        for part in SettingText.list(text) {
            guard let number = Int(part), range.contains(number) else {
                throw SettingError("must be numbers with commas between them, not «\(part)»")
            }
            numbers.append(number)
        }
        guard numbers.count <= count else { throw SettingError("must be at most \(count) numbers") }
        return numbers
    }

    static func code(_ text: String) throws(SettingError) -> String {
        guard text.unicodeScalars.count <= 50, !text.contains(where: \.isWhitespace) else {
            throw SettingError("must be one code of the CRM")
        }
        return text
    }

    static func boolean(_ text: String) throws(SettingError) -> Bool {
        switch text.lowercased() {
        case "1", "true", "yes", "on", "да": true
        case "0", "false", "no", "off", "нет": false
        default: throw SettingError("must be 1 or 0")
        }
    }

    /// Whole hours where there is no unit: "24", "90m", "12h", "2d".
    static func duration(_ text: String) throws(SettingError) -> Int64 {
        let units: [Character: Int64] = ["m": 60_000, "h": 3_600_000, "d": 86_400_000]
        let unit = text.last.flatMap { units[$0] }
        guard let number = Int64(unit == nil ? text : String(text.dropLast()).trimmed), (1...10_000).contains(number)
        else { throw SettingError("must be a time such as 24h, 90m or 2d") }
        return number * (unit ?? 3_600_000)
    }

    /// - Parameter isSecret: what goes there must not cross the network in clear, so plain HTTP is taken for this
    ///   machine alone.
    static func url(_ text: String, isSecret: Bool) throws(SettingError) -> String {
        guard !text.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F }) else {
            throw SettingError("must be an address without spaces")
        }
        if text.hasPrefix("https://"), text.count > 8 { return text }
        if text.hasPrefix("http://"), text.count > 7 {
            let host = text.dropFirst(7).prefix { !"/:?#@".contains($0) }
            let isLoopback =
                host == "localhost" || (host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." })
            if !isSecret || (isLoopback && !text.contains("@")) { return text }
            throw SettingError("must begin with https://: the secret would cross the network in clear")
        }
        throw SettingError("must be an address that begins with https://")
    }

    static func addresses(_ text: String) throws(SettingError) -> [String] {
        let addresses = SettingText.list(text)
        for address in addresses { _ = try SettingValue.address(address) }
        return addresses
    }

    static func address(_ text: String) throws(SettingError) -> String {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain = text.unicodeScalars.allSatisfy {
            $0.value > 0x20 && $0.value != 0x7F && !"<>\"(),;\\".unicodeScalars.contains($0)
        }
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, isPlain else {
            throw SettingError("must be an e-mail address, not «\(text)»")
        }
        return text
    }

    static func smtp(_ text: String) throws(SettingError) -> String {
        guard ["smtp://", "smtps://"].contains(where: { text.hasPrefix($0) && text.count > $0.count }),
            !text.contains(where: \.isWhitespace)
        else { throw SettingError("must look like smtp://user:password@host:587 or smtps://user:password@host") }
        return text
    }
}

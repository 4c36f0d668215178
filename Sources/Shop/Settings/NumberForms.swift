extension SettingForm where Value == Int {
    static func wholeNumber(in range: ClosedRange<Int>) -> SettingForm {
        SettingForm(.number, "a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
            Int(digits: text, in: range)
        }
    }

    /// The id of a status in miniShop2.
    static var status: SettingForm {
        let ids = SettingForm.wholeNumber(in: statusIDs)
        return SettingForm(.status, "the id of a miniShop2 status, \(ids.words)", parse: ids.parse)
    }
}

extension SettingForm where Value == [Int] {
    /// Ids of statuses in miniShop2.
    static var statuses: SettingForm { numbers(.statuses, "ids of miniShop2 statuses", in: statusIDs, atMost: 50) }

    /// Codes of statuses in Frontpad.
    static func statusCodes(atMost count: Int) -> SettingForm {
        numbers(.text, "codes of Frontpad statuses", in: statusIDs, atMost: count)
    }

    private static func numbers(
        _ type: SettingType, _ what: String, in range: ClosedRange<Int>, atMost count: Int
    ) -> SettingForm {
        let words = "\(what) with commas between them, at most \(count)"
        return SettingForm(type, words) { text throws(SettingError) in
            var numbers: [Int] = []
            for item in SettingList.items(text) {
                guard let number = Int(digits: item, in: range) else { throw .expected(words, not: item) }
                numbers.append(number)
            }
            guard numbers.count <= count else { throw SettingError("must be \(words)") }
            return numbers
        }
    }
}

extension SettingForm where Value == Bool {
    static var yesNo: SettingForm {
        SettingForm(.yesNo, "1 or 0") { text in
            switch text.lowercased() {
            case "1", "true", "yes", "on", "да": true
            case "0", "false", "no", "off", "нет": false
            default: nil
            }
        }
    }
}

/// The ids and codes that a status can have.
private let statusIDs = 0...1_000_000

extension Int {
    /// Reads a number that consists of digits only. The triggers of the database do not accept "+2" as a number
    /// either.
    init?(digits text: String, in range: ClosedRange<Int>) {
        guard text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = Int(text), range.contains(number) else {
            return nil
        }
        self = number
    }
}

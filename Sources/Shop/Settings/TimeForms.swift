extension SettingForm where Value == Int64 {
    /// A duration, such as "90m", "12h" or "2d". The value is in milliseconds. A number without a unit, such as "24",
    /// counts hours.
    static var duration: SettingForm {
        SettingForm(.text, "a time such as 24h, 90m or 2d") { text in
            let units: [Character: Int64] = ["m": 60_000, "h": 3_600_000, "d": 86_400_000]
            let unit = text.last.flatMap { units[$0] }
            let digits = unit == nil ? text : String(text.dropLast()).trimmed
            return Int(digits: digits, in: 1...10_000).map { Int64($0) * (unit ?? 3_600_000) }
        }
    }
}

extension SettingForm where Value == Zone {
    static var timeZone: SettingForm {
        SettingForm(.text, "a time zone that this machine knows, such as Asia/Yekaterinburg or +05:00") { text in
            Zone(named: text)
        }
    }
}

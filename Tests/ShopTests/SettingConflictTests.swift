import Shop
import Testing

@Suite("Contradictory settings") struct SettingConflictTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let settings: [String: String]
        let conflict: SettingConflict
        let severity: SettingConflict.Severity
        /// A part of the text. It says what to do.
        let says: String
        var testDescription: String { "\(conflict)" }
    }

    private static let prefix = SettingDefinition.prefix

    private static let cases = [
        Case(
            settings: ["additional_fields": "person,sale:address.properties.extfld_sale"],
            conflict: .buyerSetsPrice(field: "sale", from: "address.properties.extfld_sale"), severity: .doubtful,
            says: "any buyer can fill in"),
        Case(
            settings: ["additional_fields": "score:order.properties.score"],
            conflict: .buyerSetsPrice(field: "score", from: "order.properties.score"), severity: .doubtful,
            says: "score:order.discount"),
        Case(
            settings: ["send_status": "2", "error_status": "2"], conflict: .errorStatusSends(2), severity: .refused,
            says: "give frontpadapi_error_status a status of its own"),
        Case(
            settings: ["send_status": "2", "send_statuses": "1:6", "error_status": "6"], conflict: .errorStatusSends(6),
            severity: .refused, says: "again and again"),
        Case(
            settings: ["error_status": "4", "cancel_statuses": "4,5"], conflict: .errorStatusCancels(4),
            severity: .refused, says: "change frontpadapi_error_status"),
        Case(
            settings: ["send_status": "5", "cancel_statuses": "4,5"], conflict: .sendStatusCancels(5),
            severity: .refused, says: "take it out of frontpadapi_cancel_statuses"),
        Case(
            settings: ["error_status": "6", "check_statuses": "1,6", "matched_statuses": "1:1"],
            conflict: .errorStatusIsPolled(6), severity: .doubtful, says: "take it out"),
        Case(
            settings: ["send_status": "2", "matched_statuses": "В пути:2"],
            conflict: .mappingSends(crmStatus: "В пути", status: 2), severity: .doubtful, says: "another status"),
        Case(
            settings: ["shop_command": "/no/such/program --x"],
            conflict: .shopCommandUnusable(program: "/no/such/program", .missing), severity: .wrong,
            says: "correct the path"),
        Case(
            settings: ["shop_command": "\"/a folder\" x"],
            conflict: .shopCommandUnusable(program: "/a folder", .isFolder), severity: .wrong,
            says: "name the program"),
        Case(
            settings: ["shop_command": "/page.php"],
            conflict: .shopCommandUnusable(program: "/page.php", .notExecutable), severity: .wrong, says: "chmod +x"),
        Case(
            settings: ["shop_command": "php shop.php"], conflict: .shopCommandUnusable(program: "php", .relativePath),
            severity: .doubtful, says: "/usr/bin/php"),
        Case(
            settings: ["error_status": "6", "matched_statuses": "1:1"],
            conflict: .nothingUpdatesShop(settings: [prefix + "error_status", prefix + "matched_statuses"]),
            severity: .doubtful, says: "frontpadapi_shop_command is not set"),
        Case(
            settings: ["smtp_url": "smtps://host"], conflict: .mailServerWithoutRecipient, severity: .doubtful,
            says: "set frontpadapi_manager_email"),
        Case(
            settings: ["hook_url": "https:///page"], conflict: .hookURLWithoutHost, severity: .refused,
            says: "https://shop.example/page"),
        Case(
            settings: ["hook_url": "http://shop.example/page"], conflict: .hookURLUnencrypted, severity: .doubtful,
            says: "use https://"),
        Case(
            settings: ["hook_url": "https://shop.example/page"], conflict: .hookReportsNothing, severity: .doubtful,
            says: "set frontpadapi_hook_statuses"),
        Case(
            settings: ["check_statuses": "1"], conflict: .statusesChangeNothing(settings: [prefix + "check_statuses"]),
            severity: .doubtful, says: "set frontpadapi_matched_statuses"),
        Case(
            settings: ["api_url": "https://user:word@app.frontpad.ru/api"], conflict: .apiURLWithPassword,
            severity: .refused, says: "leave out everything up to the @"),
        Case(
            settings: ["send_deadline": "24"], conflict: .deadlineWithoutUnit("24"), severity: .doubtful,
            says: "write 24h"),
        Case(
            settings: ["phone_format": "+7 ###"], conflict: .phoneMaskTooShort(places: 3), severity: .doubtful,
            says: "one # for each digit"),
        Case(
            settings: ["payments": "1:1, 01:2"],
            conflict: .mappingKeyTwice(setting: prefix + "payments", first: "1", second: "01"), severity: .wrong,
            says: "delete the other"),
        Case(
            settings: ["matched_statuses": "Новый:1, новый:2"],
            conflict: .mappingKeyTwice(setting: prefix + "matched_statuses", first: "Новый", second: "новый"),
            severity: .wrong, says: "only one is used"),
        Case(
            settings: ["payments": "cash:1"],
            conflict: .mappingKeyIsNoID(setting: prefix + "payments", key: "cash"), severity: .wrong,
            says: "write the id"),
        Case(
            settings: ["affiliate": "1:1"], conflict: .affiliatesSwitchedOff(settings: [prefix + "affiliate"]),
            severity: .doubtful, says: "set it to 1"),
    ]

    private func conflicts(_ settings: [String: String]) -> [SettingConflict] {
        let stored = Dictionary(uniqueKeysWithValues: settings.map { (SettingDefinition.prefix + $0, $1) })
        return SettingConflict.all(in: stored) { program in
            switch program {
            case "/usr/bin/php": nil
            case "/a folder": .isFolder
            case "/page.php": .notExecutable
            case _ where program.hasPrefix("/"): .missing
            default: .relativePath
            }
        }
    }

    @Test("are found, each with what to do", arguments: cases) func found(_ one: Case) {
        #expect(conflicts(one.settings).contains(one.conflict), "\(conflicts(one.settings))")
        #expect(one.conflict.severity == one.severity)
        #expect(one.conflict.text.en.contains(one.says), "\(one.conflict.text.en)")
    }

    @Test("are not found in settings that work together") func none() {
        let settings = [
            "send_status": "2", "send_statuses": "1:1", "error_status": "6", "cancel_statuses": "4,5",
            "check_statuses": "2,3", "matched_statuses": "В пути:3, Выполнен:7", "payments": "1:1, 3:2",
            "point": "city| Пермь:1", "channel": "web:3", "shop_command": "/usr/bin/php shop.php",
            "smtp_url": "smtps://host", "manager_email": "a@shop.example", "send_deadline": "90m",
            "hook_url": "https://shop.example/page?a=b@c", "hook_statuses": "3,10",
            "phone_format": "7 (###) ###-##-##", "affiliate_enable": "1", "affiliate": "1:1",
            "api_url": "http://127.0.0.1:8075/api",
        ]
        #expect(conflicts(settings).isEmpty, "\(conflicts(settings))")
        #expect(conflicts([:]).isEmpty)
    }

    @Test(
        "that no value of its own can have are refused by the setting",
        arguments: [
            ("check_days", "0"), ("hook_statuses", "1,2,3,4,5,6"), ("phone_format", "7 XXX"), ("payments", "1:1,1:2"),
            ("api_url", "http://app.frontpad.ru/api"), ("api_url", "http://u:p@127.0.0.1/api"),
            ("timezone", "Mars/Olympus"), ("send_deadline", "0m"),
        ])
    func byForm(name: String, value: String) {
        #expect(SettingDefinition.problem(key: SettingDefinition.prefix + name, value: value) != nil)
    }
}

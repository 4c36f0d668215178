import Shop
import Testing

@Suite("Settings") struct SettingsTests {
    @Test("if nothing is stored, every setting has its default and there is no problem")
    func defaults() {
        let settings = Settings([:])
        #expect(settings.problems == [])
        #expect(settings.secret == nil)
        #expect(settings.sendStatus == .notSet)
        #expect(settings.errorStatus == nil)
        #expect(settings.checkStatuses == [])
        #expect(settings.checkDays == 7)
        for mapping in [
            settings.matchedStatuses, settings.payments, settings.point, settings.channel, settings.affiliate,
        ] {
            #expect(mapping == .empty)
        }
        for code in [
            settings.defaultPay, settings.defaultPoint, settings.defaultChannel, settings.defaultAffiliate,
            settings.hookURL, settings.mailFrom, settings.smtpURL, settings.shopCommand,
        ] {
            #expect(code == nil)
        }
        #expect(settings.deliveryArticle == nil)
        #expect(settings.mailSender == nil)
        #expect(settings.unknownArticle == .warn)
        #expect(!settings.affiliateEnable)
        #expect(
            settings.additionalFields.map { "\($0.crm):\($0.shop)" } == [
                "pod:pod", "certificate:certificate", "et:et", "card:card", "score:score", "sale:sale",
                "sale_amount:sale_amount", "person:extfld_persons", "datetime:extfld_deliverydate",
            ])
        #expect(settings.streetFields == ["street"])
        #expect(settings.apiURL == "https://app.frontpad.ru/api/index.php")
        #expect(settings.requestsPerSecond == 2)
        #expect(settings.requestsPerMinute == 30)
        #expect(settings.timeoutMilliseconds == 30_000)
        #expect(settings.timezone == nil)
        #expect(settings.phoneFormat == .asGiven)
        #expect(settings.tags == [])
        #expect(settings.hookStatuses == [])
        #expect(settings.sendDeadlineMilliseconds == 24 * 3_600_000)
        #expect(settings.managerEmail == [])
        #expect(settings.language == .ru)
    }

    @Test("every definition accepts its own example and its own default", arguments: SettingDefinition.all.map(\.key))
    func examples(key: String) throws {
        let definition = try #require(SettingDefinition.named(key))
        #expect(SettingDefinition.problem(key: key, value: definition.example) == nil)
        #expect(SettingDefinition.problem(key: key, value: definition.defaultValue) == nil)
        #expect(Settings([key: definition.example]).problems == [])
        #expect(!definition.description.ru.isEmpty && !definition.description.en.isEmpty)
    }

    @Test("the API's secret and the mail server's password are secrets, and nothing else is")
    func secrets() {
        #expect(SettingDefinition.all.filter(\.isSecret).map(\.key) == ["frontpadapi_secret", "frontpadapi_smtp_url"])
    }

    @Test(
        "a wrong value is refused with a line that names the setting and what is wrong",
        arguments: [
            ("secret", "a b", "one code"), ("send_status", "new", "from 0 to 1000000"),
            ("send_status", "-1", "from 0 to 1000000"), ("error_status", "1.5", "whole number"),
            ("check_statuses", "1,x", "not «x»"), ("check_days", "0", "from 1 to 365"),
            ("check_days", "366", "from 1 to 365"), ("matched_statuses", "Новый:один", "«один» for «Новый»"),
            ("matched_statuses", "Новый", "no «:» in «Новый»"), ("payments", "1:2,1:3", "two pairs for «1»"),
            ("payments", "1:", "nothing on one side"), ("payments", "1:a b", "one code of Frontpad"),
            ("default_pay", "a b", "one Frontpad code"), ("point", "1", "no «:»"),
            ("channel", "| a:1", "no field before «|»"),
            ("affiliate_enable", "maybe", "1 or 0"), ("affiliate", ":1", "nothing on one side"),
            ("additional_fields", "persn", "did you mean «person»?"), ("street_fields", ",", "one or more fields"),
            ("api_url", "http://crm.example/", "unencrypted"), ("api_url", "app.frontpad.ru", "https://"),
            ("api_url", "http://127.evil.example/", "unencrypted"),
            ("api_url", "http://localhost@evil.example/", "unencrypted"),
            ("requests_per_second", "0", "from 1 to 1000"), ("requests_per_minute", "60001", "from 1 to 60000"),
            ("timeout", "301", "from 1 to 300"), ("timeout", "+30", "from 1 to 300, not «+30»"),
            ("timezone", "Europe/Perm", "time zone"),
            ("phone_format", "7 XXX", "mask with #"), ("tags", "1,2,3,4,5,6,7,8,9,10,11", "at most 10"),
            ("delivery_article", "2:", "nothing on one side"), ("delivery_article", "a b", "one Frontpad code"),
            ("hook_url", "https://shop.example/a b", "without spaces"), ("hook_url", "ftp://shop.example", "https://"),
            ("hook_statuses", "1,2,3,4,5,6", "at most 5"), ("send_deadline", "soon", "24h, 90m or 2d"),
            ("send_deadline", "0h", "24h, 90m or 2d"), ("manager_email", "a@b.example,nobody", "not «nobody»"),
            ("mail_from", "a@b.example\nBcc: x@y.example", "e-mail address"), ("mail_from", "<a@b.example>", "e-mail"),
            ("smtp_url", "https://smtp.example", "smtps://user:password@host"),
            ("shop_command", "php \"shop.php", "not closed"),
            ("language", "de", "ru or en, not «de»"), ("unknown_article", "drop", "refuse, warn or ignore"),
        ])
    func wrong(name: String, value: String, words: String) throws {
        let key = SettingDefinition.key(for: name)
        let problem = try #require(SettingDefinition.problem(key: key, value: value))
        #expect(problem.hasPrefix(key + " "))
        #expect(problem.contains(words), "\(problem)")
        #expect(Settings([key: value]).problems.map(\.en) == [problem])
    }

    @Test("an empty value is valid for every setting")
    func empty() {
        for definition in SettingDefinition.all {
            #expect(SettingDefinition.problem(key: definition.key, value: " ") == nil)
        }
    }

    @Test("the message about a wrong secret does not repeat it")
    func secretStaysSecret() throws {
        for (name, value) in [
            ("secret", "hush hush"), ("smtp_url", "http://user:hush@host"),
            ("hook_url", "ftp://shop.example?token=hush"),
        ] {
            let problem = try #require(SettingDefinition.problem(key: "frontpadapi_" + name, value: value))
            #expect(!problem.contains("hush"))
        }
    }

    @Test("an unknown setting is named together with the one that was meant")
    func unknown() {
        let problem = SettingDefinition.problem(key: "frontpadapi_send_statuz", value: "1")
        #expect(
            problem == "there is no setting «frontpadapi_send_statuz»; did you mean «frontpadapi_send_status»?")
    }

    @Test("a send status that is not set, empty or a number means three things")
    func sendStatus() {
        #expect(Settings([:]).sendStatus == .notSet)
        #expect(Settings(["frontpadapi_send_status": ""]).sendStatus == .atCreation)
        #expect(Settings(["frontpadapi_send_status": " "]).sendStatus == .atCreation)
        #expect(Settings(["frontpadapi_send_status": " 2 "]).sendStatus == .status(2))
        // An invalid send status must not send everything at once.
        #expect(Settings(["frontpadapi_send_status": "two"]).sendStatus == .notSet)
    }

    @Test("a value that is not valid is named and counts as not set, and the others apply")
    func problemsAreKept() {
        let settings = Settings([
            "frontpadapi_timeout": "x", "frontpadapi_check_days": "3", "frontpadapi_language": "xx", "other": "1",
        ])
        #expect(settings.problems.count == 3)
        #expect(settings.timeoutMilliseconds == 30_000)
        #expect(settings.language == .ru)
        #expect(settings.checkDays == 3)
    }

    @Test("a duration is in minutes, hours or days; a number alone counts hours")
    func deadline() {
        for (text, hours) in [("24", 24.0), ("90m", 1.5), ("12h", 12), ("2d", 48), ("2 d", 48)] {
            let settings = Settings(["frontpadapi_send_deadline": text])
            #expect(Double(settings.sendDeadlineMilliseconds) == hours * 3_600_000)
        }
    }

    @Test("a delivery's article is one for all or one for each")
    func deliveryArticle() {
        let one = Settings(["frontpadapi_delivery_article": "DOST"])
        #expect(one.deliveryArticle?.article(for: "1") == "DOST")
        #expect(one.deliveryArticle?.article(for: nil) == "DOST")
        let each = Settings(["frontpadapi_delivery_article": "city|Пермь:A, Березники:B"])
        #expect(each.deliveryArticle?.article(for: "березники") == "B")
        #expect(each.deliveryArticle?.article(for: "Москва") == nil)
        #expect(each.deliveryArticle?.field == "city")
    }

    @Test("e-mails come from the manager if no sender is set")
    func sender() {
        let manager = ["frontpadapi_manager_email": "a@b.example, c@d.example"]
        #expect(Settings(manager).mailSender == "a@b.example")
        #expect(Settings(manager.merging(["frontpadapi_mail_from": "e@f.example"]) { $1 }).mailSender == "e@f.example")
    }

    @Test("each setting has the stored value, or its default if that is empty") func stored() {
        let settings = Settings([
            "frontpadapi_secret": "abc", "frontpadapi_error_status": "6", "frontpadapi_check_statuses": "1, 2",
            "frontpadapi_matched_statuses": "Новый:1", "frontpadapi_affiliate_enable": "да",
            "frontpadapi_additional_fields": "person:extfld_persons", "frontpadapi_street_fields": "city,street",
            "frontpadapi_timezone": "+05:00", "frontpadapi_phone_format": "digits", "frontpadapi_tags": "1, 07",
            "frontpadapi_hook_statuses": "3, 012", "frontpadapi_unknown_article": "refuse",
            "frontpadapi_timeout": "", "frontpadapi_check_days": " ", "frontpadapi_api_url": "",
        ])
        #expect(settings.problems == [])
        #expect(settings.secret == "abc")
        #expect(settings.errorStatus == 6)
        #expect(settings.checkStatuses == [1, 2])
        #expect(settings.matchedStatuses.value(forKey: "новый") == "1")
        #expect(settings.affiliateEnable)
        #expect(settings.additionalFields.map(\.shop) == ["extfld_persons"])
        #expect(settings.streetFields == ["city", "street"])
        #expect(settings.timezone != nil)
        #expect(settings.phoneFormat == .digits)
        #expect(settings.tags == ["1", "07"])
        #expect(settings.hookStatuses == [3, 12])
        #expect(settings.unknownArticle == .refuse)
        #expect(settings.timeoutMilliseconds == 30_000)
        #expect(settings.checkDays == 7)
        #expect(settings.apiURL == "https://app.frontpad.ru/api/index.php")
    }
}

import Testing

@testable import Shop

@Suite("A setting's definition") struct SettingDefinitionTests {
    private static let keys = SettingDefinition.all.map(\.key)

    @Test("explains the setting in both languages, in whole sentences", arguments: keys)
    func words(key: String) throws {
        let definition = try #require(SettingDefinition.named(key))
        for text in [definition.description] + (definition.tradeoff.map { [$0] } ?? []) {
            #expect(text.ru.hasSuffix("."))
            #expect(text.en.hasSuffix("."))
            #expect(text.ru.unicodeScalars.contains { ("а"..."я").contains($0) })
            for sentence in [text.ru, text.en] { #expect(!sentence.contains("  ") && !sentence.contains("\n")) }
        }
        #expect(!definition.form.isEmpty && !definition.example.isEmpty)
    }

    @Test("says what happens if the setting is empty", arguments: keys.filter { $0 != "frontpadapi_secret" })
    func empty(key: String) throws {
        let description = try #require(SettingDefinition.named(key)).description
        #expect(description.ru.contains("Пусто — "))
        #expect(description.en.contains("Empty: "))
    }

    @Test("names only settings that exist", arguments: keys)
    func mentions(key: String) throws {
        let definition = try #require(SettingDefinition.named(key))
        let words = (definition.explanation(.ru) + " " + definition.explanation(.en)).split {
            !($0.isLetter || $0 == "_")
        }
        for word in words where word.hasPrefix(SettingDefinition.prefix) {
            #expect(SettingDefinition.named(String(word)) != nil, "\(word)")
        }
    }

    @Test("exists for every name of the component of 2018, each key once")
    func names() {
        let component = [
            "secret", "send_status", "error_status", "check_statuses", "check_days", "matched_statuses", "payments",
            "default_pay", "point", "default_point", "channel", "default_channel", "affiliate_enable", "affiliate",
            "default_affiliate", "additional_fields", "street_fields",
        ]
        for name in component { #expect(Self.keys.contains("frontpadapi_" + name), "\(name)") }
        #expect(Set(Self.keys).count == Self.keys.count)
    }

    @Test("is found with and without the prefix")
    func key() {
        #expect(SettingDefinition.key(for: "secret") == "frontpadapi_secret")
        #expect(SettingDefinition.key(for: "frontpadapi_secret") == "frontpadapi_secret")
        #expect(SettingDefinition.named("secret") == nil)
    }

    @Test(
        "lets a secret cross the network only if it is encrypted, or within this machine",
        arguments: [
            ("https://app.frontpad.ru/api/index.php", true), ("http://127.0.0.1:8075/api", true),
            ("http://localhost/api", true), ("http://127.1.2.3", true), ("http://app.frontpad.ru/api", false),
            ("http://127.0.0.1@evil.example/", false), ("http://localhost:80@evil.example/", false),
            ("http://127.0.0.1.evil.example/", false), ("http://localhost.evil.example/", false),
            ("http://localhost\\.evil.example/", false), ("http://evil.example/?127.0.0.1", false),
            ("HTTP://app.frontpad.ru", false),
        ])
    func secretInClear(url: String, isTaken: Bool) {
        #expect((SettingDefinition.problem(key: "frontpadapi_api_url", value: url) == nil) == isTaken)
    }

    @Test(
        "reads yes and no as people write them",
        arguments: [
            ("1", true), ("true", true), ("Yes", true), ("ON", true), ("Да", true), ("0", false), ("False", false),
            ("no", false), ("off", false), ("нет", false),
        ])
    func booleans(text: String, value: Bool) throws {
        #expect(try SettingForm<Bool>.yesNo.parse(text) == value)
    }
}

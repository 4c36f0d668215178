import JSON
import Shop
import TestSupport
import Testing

@Suite("The reference of settings", .ownThread) struct SettingsReferenceTests {
    private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

    @Test("is up to date in ops/docs/settings.md: frontpad-queue settings reference > ops/docs/settings.md")
    func committed() throws {
        let committed = String(decoding: try #require(Files.read(Self.root + "/ops/docs/settings.md")), as: UTF8.self)
        // The texts are compared line by line, so that a failure shows the line that differs.
        let lines = committed.split(separator: "\n", omittingEmptySubsequences: false)
        let expected = SettingsReference.markdown.split(separator: "\n", omittingEmptySubsequences: false)
        for (number, (line, wanted)) in zip(lines, expected).enumerated() where line != wanted {
            Issue.record("line \(number + 1) must be «\(wanted)», not «\(line)»")
            return
        }
        #expect(lines.count == expected.count)
    }

    @Test("has a heading for every setting, and links only to these") func headings() {
        let lines = SettingsReference.markdown.split(separator: "\n")
        let headings = lines.filter { $0.hasPrefix("### ") }.map { String($0.dropFirst(4)) }
        #expect(headings == SettingDefinition.all.map(\.key))
        // A line of text that begins with "#" would become a heading.
        #expect(lines.filter { $0.hasPrefix("# ") } == ["# Settings"])
        for part in SettingsReference.markdown.split(separator: "](#").dropFirst() {
            #expect(headings.contains(String(part.prefix { $0 != ")" })), "\(part)")
        }
    }

    @Test("for programs has each setting with its area, its type and its texts") func json() throws {
        let object = try #require(SettingsReference.json.object)
        #expect(object.entries.map(\.key) == ["areas", "settings"])
        let areas = try #require(object["areas"]?.array)
        #expect(areas.compactMap { $0["area"]?.string } == SettingArea.allCases.map(\.rawValue))
        for area in areas {
            #expect(area.object?.entries.map(\.key) == ["area", "ru", "en"])
            #expect(area["ru"]?.string?.isEmpty == false && area["en"]?.string?.isEmpty == false)
        }
        let settings = try #require(object["settings"]?.array)
        #expect(settings.compactMap { $0["key"]?.string } == SettingDefinition.all.map(\.key))
        for setting in settings {
            #expect(
                setting.object?.entries.map(\.key) == [
                    "key", "default", "area", "type", "choices", "secret", "form", "example", "ru", "en",
                ])
            for name in ["default", "area", "type", "form", "example", "ru", "en"] {
                #expect(setting[name]?.string != nil, "\(name)")
            }
            #expect(areas.contains { $0["area"] == setting["area"] })
            // Only a choice has choices, and only a secret is typed as a password.
            let choices = try #require(setting["choices"]?.array)
            #expect((setting["type"] == "choice") == !choices.isEmpty)
            #expect((setting["type"] == "password") == (setting["secret"] == true))
        }
        let language = try #require(settings.first { $0["key"] == "frontpadapi_language" })
        #expect(language["choices"] == ["ru", "en"])
        #expect(language["default"] == "ru")
        let status = try #require(settings.first { $0["key"] == "frontpadapi_send_status" })
        #expect(status["area"] == "sending" && status["type"] == "status" && status["example"] == "2")
    }

    @Test("has every setting that a message or a guide names") func mentions() throws {
        let found = try run(
            "grep", ["-rhoE", "frontpadapi_[a-z_]*[a-z]", "Sources", "README.md", "ops", "migrations"],
            directory: Self.root)
        // MODX finds the description of a setting under the key of the setting followed by this ending.
        let keys = Set(found.stdout.split(separator: "\n").map { String($0).replacing("_desc", with: "") })
        #expect(keys.count > 30)
        for key in keys { #expect(SettingDefinition.named(key) != nil, "\(key)") }
    }
}

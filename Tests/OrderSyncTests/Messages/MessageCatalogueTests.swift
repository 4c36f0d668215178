import Glibc
import Shop
import TestSupport
import Testing

@testable import OrderSync

@Suite("All messages for a manager") struct MessageCatalogueTests {
    @Test("are printed by ops/messages") func printed() throws {
        guard let path = getenv("FRONTPAD_MESSAGES").map({ String(cString: $0) }) else { return }
        let text =
            "# По-русски\n\n" + MessageCatalogue(language: .ru).printed() + "\n# In English\n\n"
            + MessageCatalogue(language: .en).printed()
        Files.write(Array(text.utf8), to: path, mode: 0o644)
    }

    @Test("stand in the catalogue, each of their Russian words") func complete() throws {
        let printed = MessageCatalogue.messages.map(\.ru).joined(separator: "\n").replacing("\u{A0}", with: " ")
        let texts = try RussianText.inSources(under: "OrderSync/Messages")
        #expect(texts.count > 100)
        let missing = texts.map(\.words).filter { !printed.contains($0) }
        #expect(missing == [], "add samples to MessageCatalogue.swift")
    }

    @Test("stand in one folder") func oneFolder() throws {
        let elsewhere = try RussianText.inSources(under: "OrderSync").filter { !$0.file.contains("/Messages/") }
        // These are the names of lines in a request, which the kitchen reads.
        #expect(elsewhere.map(\.words).sorted() == ["Доставка", "Упаковка"])
    }

    @Test("begin with a capital, have no gap and no doubled stop", arguments: [Language.ru, .en]) func form(
        language: Language
    ) {
        for entry in MessageCatalogue(language: language).all where !["words", "the story"].contains(entry.situation) {
            for line in ([entry.subject, entry.text].compactMap { $0 }).flatMap({ $0.split(separator: "\n") }) {
                #expect(!line.contains("  ") && !line.contains("..") && !line.contains(" ."), "\(line)")
                #expect(
                    line.first?.isLowercase == false || line.hasPrefix("и\u{20}ещё") || line.hasPrefix("and"), "\(line)"
                )
            }
        }
    }

    @Test("never break a line after №, or beside × and before —", arguments: [Language.ru, .en]) func spaces(
        language: Language
    ) {
        for entry in MessageCatalogue(language: language).all {
            for gap in ["№ ", "No. ", " ×", "× ", " —"] {
                #expect(!entry.text.contains(gap) && entry.subject?.contains(gap) != true, "\(entry.text)")
            }
        }
    }

    @Test("in Russian have no English words but names") func oneLanguage() {
        let names: Set<String> = [
            "frontpad", "queue", "enqueue", "send", "resolve", "sent", "not", "db", "srv", "shop", "articles",
            "unknown", "confirm", "hold", "all", "none", "api", "exit", "hook", "url", "statuses", "frontpadapi",
            "command", "products", "http", "test", "order", "resume", "crm", "settings", "set", "secret", "status",
            "tags", "modx", "manager", "email", "smtp", "sendmail", "usr", "sbin", "generation",
        ]
        for entry in MessageCatalogue(language: .ru).all where entry.situation != "the story" {
            let words = ((entry.subject ?? "") + " " + entry.text).lowercased().split { !($0.isASCII && $0.isLetter) }
                .map(String.init).filter { $0.count > 2 }
            #expect(words.filter { !names.contains($0) } == [], "\(entry.text)")
        }
    }

    @Test("in English have no Russian words but names") func english() {
        let names = [
            "Пицца", "Мира", "Иван", "Ленина", "Маргарита", "Морс", "Пепперони", "Сыр", "Уха", "Новый", "Подарок",
            "Сырный",
            "бортик", "вечером", "много", "Позвоните", "за", "час", "домофон", "не", "работает", "на",
        ]
        for entry in MessageCatalogue(language: .en).all {
            let words = ((entry.subject ?? "") + " " + entry.text).split { character in
                !character.unicodeScalars.allSatisfy { (0x400...0x4FF).contains($0.value) }
            }.map(String.init)
            #expect(words.filter { !names.contains($0) } == [], "\(entry.text)")
        }
    }

    @Test("translate details that are stored in English: each phrase is still written somewhere") func phrases() throws
    {
        let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        for phrase in StoryMessages.details.values.joined() + RestoreMessages.reasons {
            let folders = ["Sources/OrderSync", "Sources/Intake", "migrations"].map { "\(root)/\($0)" }
            let found = try run(
                "grep",
                ["-rqF", "--exclude=StoryMessages.swift", "--exclude=RestoreMessages.swift", "--"]
                    + [phrase.en.trimmingSpaces] + folders)
            #expect(found.status == .exited(0), "\(phrase.en)")
        }
    }

    @Test("never show a whole phone or e-mail", arguments: [Language.ru, .en]) func masked(language: Language) {
        for entry in MessageCatalogue(language: language).all {
            for secret in ["89123456789", "345-67-89", "ivan@example.test", "12345678901234567"] {
                #expect(!entry.text.contains(secret))
            }
        }
    }

    @Test(
        "count in Russian",
        arguments: [
            (0, "0 заказов"), (1, "1 заказ"), (2, "2 заказа"), (5, "5 заказов"), (11, "11 заказов"), (14, "14 заказов"),
            (21, "21 заказ"), (22, "22 заказа"), (111, "111 заказов"),
        ]) func plurals(count: Int, words: String)
    {
        #expect(count.russian("заказ", "заказа", "заказов").replacing("\u{A0}", with: " ") == words)
    }
}

extension String {
    fileprivate var trimmingSpaces: String { split(separator: " ").joined(separator: " ") }
}

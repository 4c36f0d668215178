import Intake
import SQLite
import TestSupport
import Testing

@Suite("The stored settings", .ownThread) struct SettingsStoreTests {
    @Test("tell an empty setting from a missing one, and report only what changed") func changes() throws {
        let shop = try ShopDatabase()
        let store = { (values: [String: String?]) in
            try shop.database.write { try SettingsStore.store(values, in: $0) }
        }
        #expect(try store(["b": "1", "a": ""]) == ["a", "b"])
        #expect(try store(["b": "1", "a": ""]) == [])
        #expect(try store(["a": nil, "b": "2", "c": nil]) == ["a", "b"])
        #expect(try shop.database.read { try SettingsStore.all(on: $0) } == ["b": "2"])
        #expect(try shop.database.read { try SettingsStore.value(of: "a", on: $0) } == nil)
    }

    @Test("count a change of the trigger status, but not its first value") func trigger() throws {
        let shop = try ShopDatabase()
        let changes = "SELECT trigger_generation FROM installation"
        try shop.set("frontpadapi_send_status", "2")
        #expect(try shop.count(changes) == 0)
        try shop.set("frontpadapi_send_status", " 2 ")
        #expect(try shop.count(changes) == 0)
        try shop.set("frontpadapi_send_status", "3")
        #expect(try shop.count(changes) == 1)
    }
}

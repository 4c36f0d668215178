import Shop
import Testing

@Suite("Mappings") struct FieldMappingTests {
    @Test("pairs are trimmed and keep their order, and empty ones are left out")
    func pairs() throws {
        let mapping = try FieldMapping(" 1:2 , 3 : 5,,\n7:8 ")
        #expect(mapping.field == nil)
        #expect(mapping.pairs.map { "\($0.key)=\($0.value)" } == ["1=2", "3=5", "7=8"])
        #expect(try FieldMapping("") == .empty)
    }

    @Test("a field may come before a bar, and a key may contain a colon")
    func field() throws {
        let mapping = try FieldMapping("city| Пермь: центр:1, Березники:2")
        #expect(mapping.field == "city")
        #expect(mapping.value(forKey: "Пермь: центр") == "1")
    }

    @Test("keys are compared ignoring case and surrounding space, and an exact key wins")
    func lookup() throws {
        let mapping = try FieldMapping("пермь:1, ПЕРМЬ:2, Омск:3")
        #expect(mapping.value(forKey: "ПЕРМЬ") == "2")
        #expect(mapping.value(forKey: "Пермь") == "1")
        #expect(mapping.value(forKey: " омск ") == "3")
        #expect(mapping.value(forKey: "Томск") == nil)
        #expect(mapping.value(forKey: nil) == nil)
    }

    @Test(
        "a pair that cannot be read is named",
        arguments: [
            ("1", "has no «:» in «1»; write pairs such as 1:2, 3:5"),
            ("1:2, :3", "has nothing on one side of the «:» in «:3»; write pairs such as 1:2, 3:5"),
            ("1:2, 3:", "has nothing on one side of the «:» in «3:»; write pairs such as 1:2, 3:5"),
            ("1:2,1:3", "has two pairs for «1»; keep one of them"),
            (" |1:2", "has no field before «|»; write it as in city| Пермь:1"),
        ])
    func refused(text: String, problem: String) {
        #expect(throws: SettingError(problem)) { try FieldMapping(text) }
    }
}

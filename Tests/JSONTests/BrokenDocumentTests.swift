import JSON
import TestSupport
import Testing

@Suite("Broken documents", .ownThread) struct BrokenDocumentTests {
    private static let document = Array(
        #"""
        {"id": 12, "num": "2611/1", "cost": -1570.50e+1, "address": {"receiver": "Иван \"П\" \ud83c\udf55", "room": null},
         "products": [{"name": "Маргарита", "count": 2, "options": "[]"}, {}, [true, false]], "event": "created"}
        """#.utf8)

    @Test("a document that is cut off anywhere is an error")
    func truncated() {
        for length in 0..<Self.document.count {
            #expect(throws: JSONError.self, "cut off at \(length)") {
                try JSON.parse(Array(Self.document[..<length]))
            }
        }
        #expect(throws: Never.self) { try JSON.parse(Self.document) }
    }

    @Test("20,000 damaged documents are read, or refused at a place inside them; what is read can be written")
    func mutated() throws {
        var random = SplitMix64(seed: 20_261_123)
        var refused = 0
        for round in 0..<20_000 {
            let bytes = Self.mutated(using: &random)
            do throws(JSONError) {
                let value = try JSON.parse(bytes)
                let written = value.serialized()
                let again = try? JSON.parse(written)
                if again != value { Issue.record("round \(round): \(written) is read as another value") }
            } catch {
                refused += 1
                if !(0...bytes.count).contains(error.offset) || error.line < 1 || error.column < 1 {
                    Issue.record("round \(round): \(error) is no place in \(bytes.count) bytes")
                }
            }
        }
        // Most damage is an error, and some only changes a text. This fails for a reader that accepts or refuses
        // everything.
        #expect(refused > 10_000)
        #expect(refused < 19_900)
    }

    private static func mutated(using random: inout SplitMix64) -> [UInt8] {
        let telling = Array("{}[]\",:\\u0123eE+-.dD8 \n\u{0}tfn".utf8) + [0x80, 0xC3, 0xED, 0xFF]
        var bytes = document
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            let byte = telling.randomElement(using: &random) ?? 0
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[place] = byte
            case 1: bytes.insert(byte, at: place)
            case 2: bytes.remove(at: place)
            default:
                let end = min(bytes.count, place + Int.random(in: 1...12, using: &random))
                bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
            }
        }
        return bytes
    }
}

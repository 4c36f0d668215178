import Frontpad
import Testing

@Suite("get_client") struct ClientCardTests {
    @Test("has the fields that are filled in, numbers as text, and no phone")
    func found() async {
        let body = """
            {"result":"success","name":"Иван","street":"Мира","home":"17","pod":"1","et":"2","apart":"6",\
            "mail":"mail@mail.com","descr":"","card":"4321","sale":"10","score":100}
            """
        let lookup = ScriptedLookup(body)
        #expect(
            await lookup.ask { await $0.client(phone: "79000000001") }
                == .answered(
                    ClientCard(fields: [
                        .name: "Иван", .street: "Мира", .home: "17", .pod: "1", .et: "2", .apart: "6",
                        .mail: "mail@mail.com", .card: "4321", .sale: "10", .score: "100",
                    ])))
        #expect(lookup.requestLine == "POST /api/index.php?get_client HTTP/1.1")
        #expect(lookup.form == "secret=s3cr3t%2F%2B%3D&client_phone=79000000001")
    }

    @Test("is refused for an unknown phone")
    func unknown() async {
        let lookup = ScriptedLookup(#"{"result":"error","error":"invalid_client_phone"}"#)
        #expect(await lookup.ask { await $0.client(phone: "1") } == .refused(.invalidClientPhone))
    }

    @Test("stores nothing of an answer that it cannot read, because it may be about a person")
    func broken() async throws {
        let lookup = ScriptedLookup(#"{"result":"success","name":"Иван","street":"Мира","#)
        guard case .unreadable(let evidence) = await lookup.ask({ await $0.client(phone: "79000000001") }) else {
            Issue.record("it was read")
            return
        }
        #expect(!evidence.description.contains("Иван"))
        #expect(evidence.answer == "… (58 bytes, not kept)")
    }

    @Test("is missing from a success without any of a card's keys")
    func empty() async {
        guard case .unreadable = await ScriptedLookup(#"{"result":"success"}"#).ask({ await $0.client(phone: "1") })
        else {
            Issue.record("an unreadable answer became a card")
            return
        }
    }
}

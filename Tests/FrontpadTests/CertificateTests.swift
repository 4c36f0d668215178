import Frontpad
import Testing

@Suite("get_certificate") struct CertificateTests {
    @Test(
        "distinguishes the kinds by their keys",
        arguments: [
            (
                #""product_id":"0001","name":"Филадельфия","price":"250""#,
                Certificate.product(article: "0001", name: "Филадельфия", price: "250")
            ),
            (#""product_id":"","name":"7Up 0,5л.","price":0"#, .product(article: nil, name: "7Up 0,5л.", price: "0")),
            (#""product_id":null,"name":"7Up","price":"0""#, .product(article: nil, name: "7Up", price: "0")),
            (#""sale":50"#, .percent("50")), (#""sale":"50""#, .percent("50")), (#""amount":3000"#, .amount("3000")),
        ])
    func kinds(keys: String, certificate: Certificate) async {
        let lookup = ScriptedLookup(#"{"result":"success",\#(keys)}"#)
        #expect(await lookup.ask { await $0.certificate(number: "A 1") } == .answered(certificate))
        #expect(lookup.requestLine == "POST /api/index.php?get_certificate HTTP/1.1")
        #expect(lookup.form == "secret=s3cr3t%2F%2B%3D&certificate=A%201")
    }

    @Test("is refused if the number is unknown")
    func unknown() async {
        let lookup = ScriptedLookup(#"{"result":"error","error":"invalid_certificate"}"#)
        #expect(await lookup.ask { await $0.certificate(number: "1") } == .refused(.invalidCertificate))
    }

    @Test("is unreadable if no key gives its value")
    func empty() async {
        guard
            case .unreadable = await ScriptedLookup(#"{"result":"success"}"#).ask({ await $0.certificate(number: "1") })
        else {
            Issue.record("an unreadable answer became a certificate")
            return
        }
    }
}

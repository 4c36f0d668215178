import Frontpad
import Intake
import JSON
import Shop
import TestSupport
import Testing

@testable import OrderSync

/// These tests mutate real inputs, starting from fixed seeds. Each input must be either accepted or refused with a
/// typed error. No input may end the process. Three seeds with 45,000 inputs each make more than 100,000 inputs per
/// run.
@Suite("Any input from outside", .ownThread) struct FuzzTests {
    private static let documents: [[UInt8]] = {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return ["4.4.0", "2.9.3"].flatMap { version in
            (Files.read("\(root)/ops/samples/minishop2-\(version).jsonl") ?? [])
                .split(separator: 0x0A).map(Array.init)
        }
    }()

    private static let settings: [[UInt8]] = [
        #"{"frontpadapi_payments":"1:1, 3:2","frontpadapi_additional_fields":"person:extfld_persons,datetime:x"}"#,
        #"{"frontpadapi_timeout":30,"frontpadapi_affiliate":"city| Пермь:1","frontpadapi_send_deadline":"24h"}"#,
        #"{"frontpadapi_phone_format":"7 (###) ###-##-##","frontpadapi_timezone":"Asia/Yekaterinburg"}"#,
    ].map { Array($0.utf8) }

    private static let answers: [[UInt8]] = [
        #"{"result":"success","order_id":"1000020","order_number":"143"}"#,
        #"{"result":"success","order_id":1000020,"warnings":{"invalid_product_keys":{"0":"1","1":"5"}}}"#,
        #"{"result":"error","status":"invalid_order_id"}"#,
    ].map { Array($0.utf8) }

    private static let webhooks: [[UInt8]] = [
        #"{"action":"change_status","order_id":12345678,"status":3,"datetime":"2020-08-21 12:03:00"}"#,
        #"{"order_id":"1","status":"В пути","more":{"a":[1,2,{"b":null}]}}"#,
        "action=change_status&order_id=12345678&status=3&datetime=2020-08-21+12%3A03%3A00",
        "order=7&incarnation=1&job=9&attempt=1&attempt_token=%D1%82",
    ].map { Array($0.utf8) }

    private static let splices: [[UInt8]] = [
        "null", "[]", "{}", "-1", "1e999", "99999999999999999999", "\"\"", "\\ud800", "\u{1B}[2J", "\"products\"",
        ":", ",", "0", "true", "\r\nBcc: x@x", "0000-00-00 00:00:00",
    ].map { Array($0.utf8) }

    private func mutated(_ bytes: [UInt8], _ generator: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        for _ in 0...Int.random(in: 0..<4, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...20, using: &generator)))
            case 2: bytes.insert(contentsOf: FuzzTests.splices.randomElement(using: &generator) ?? [], at: place)
            case 3: bytes = Array(bytes[..<place])
            default:
                let end = min(bytes.count, place + Int.random(in: 1...40, using: &generator))
                bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0..<bytes.count, using: &generator))
            }
        }
        return bytes
    }

    @Test("is understood or refused, and never ends the process", arguments: [1, 2, 3] as [UInt64])
    func survives(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        var understood = 0
        var refused = 0
        for _ in 0..<15_000 {
            let bytes = mutated(Self.documents.randomElement(using: &generator) ?? [], &generator)
            do throws(OrderDocumentError) {
                let document = try OrderDocument.parse(bytes)
                let mapper = OrderMapper(settings: Settings([:]), now: 1_795_500_000_000)
                _ = mapper.preOrderTime(of: document)
                switch mapper.map(document) {
                case .request(let mapped):
                    understood += 1
                    for (name, limit) in [("name", 50), ("descr", 100), ("pod", 2), ("phone", 50)] {
                        let value = mapped.order.formFields.first { $0.name == name }?.value ?? ""
                        #expect(value.unicodeScalars.count <= limit)
                    }
                    for notice in mapped.notices { _ = notice.message }
                case .refused(let problems):
                    #expect(!problems.isEmpty)
                    refused += 1
                }
            } catch {
                #expect(!error.description.isEmpty)
                refused += 1
            }
        }
        #expect(understood > 100 && refused > 100)
        for _ in 0..<10_000 {
            let bytes = mutated(Self.settings.randomElement(using: &generator) ?? [], &generator)
            do throws(SettingsDocument.Refusal) {
                let values = try SettingsDocument.parse(bytes)
                let settings = Settings(values.compactMapValues { $0 })
                #expect(settings.problems.isEmpty)
            } catch {
                #expect(!error.problems.isEmpty)
            }
        }
        for _ in 0..<10_000 {
            let bytes = mutated(Self.answers.randomElement(using: &generator) ?? [], &generator)
            switch FrontpadAnswer(bytes) {
            case .error(let code, _): _ = (code.reason, code.whatToDo)
            case .success, nil: break
            }
        }
        var events = 0
        for round in 0..<10_000 {
            let body = mutated(Self.webhooks.randomElement(using: &generator) ?? [], &generator)
            // Most mutations make the URL unusable, so the URL stays intact in every other round.
            let query = round.isMultiple(of: 2) ? Self.webhooks[3] : mutated(Self.webhooks[3], &generator)
            do throws(Webhook.Refusal) {
                guard let webhook = try Webhook.read(body, query: String(decoding: query, as: UTF8.self)) else {
                    continue
                }
                events += 1
                #expect(!webhook.event.status.isEmpty && webhook.event.status.unicodeScalars.count <= 200)
                #expect(webhook.event.crmOrderID?.isEmpty == false)
            } catch {
                #expect(!error.description.isEmpty)
            }
        }
        #expect(events > 100)
    }
}

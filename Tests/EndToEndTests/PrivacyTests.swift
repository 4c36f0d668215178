import Glibc
import JSON
import TestSupport
import Testing

@Suite("Private data", .ownThread) struct PrivacyTests {
    private static let secret = "s3cr3t-0f-the-acc0unt"
    private static let phone = "+79991234567"
    private static let certificate = "CERT-77-1234"

    private func order(_ id: Int, name: String = "Иван") -> String {
        let document: JSON = [
            "id": .number(id), "num": .string("T/\(id)"), "status": 1, "createdon": "2026-11-23 10:00:00",
            "event": "created", "event_seq": .number(id), "timezone": "UTC",
            "address": [
                "receiver": .string(name), "phone": .string(Self.phone),
                "properties": ["extfld_certificate": .string(Self.certificate)],
            ],
            "products": [["product_id": 1, "name": .string(name), "count": 1, "article": "PZ-001"]],
        ]
        return document.serialized()
    }

    /// Returns a bridge with a CRM that first refuses an order, then answers with garbage that repeats the request,
    /// and then accepts.
    private func bridgeWithFailures() throws -> Bridge {
        let bridge = try Bridge(
            [
                "secret": Self.secret, "manager_email": "boss@shop.example", "timeout": "2",
                "additional_fields": "certificate:extfld_certificate",
            ], sandbox: ["--secret", Self.secret, "--no-limits"])
        // The shop's command prints everything that it can see of the worker.
        let script = """
            #!/bin/sh
            env > "$(dirname "$0")/environment"
            tr '\\0' ' ' < /proc/$PPID/cmdline > "$(dirname "$0")/parent"
            read -r line
            # The shop has no orders that the queue does not know.
            case $line in '{"resync"'*) exit 0 ;; esac
            printf '%s\\n' "$line" >> "$(dirname "$0")/input"
            echo '{"applied":true}'

            """
        Files.write(script.utf8, to: bridge.folder.path(of: "shop"), mode: 0o700)
        _ = try bridge.queue(["settings", "set", "shop_command", bridge.folder.path(of: "shop")])
        return bridge
    }

    @Test("the secret, phones and certificates are in no log, error, job, history, list or environment")
    func nowhere() throws {
        let bridge = try bridgeWithFailures()
        var seen: [String] = []
        for (number, fault) in ["garbage", "truncated", "status_500", "reset_after_reading"].enumerated() {
            try bridge.sandbox.control("fault", ["method": "new_order", "fault": .string(fault), "count": 1])
            try bridge.enqueue(["order"], order(number + 1))
            _ = try run("sqlite3", [bridge.databasePath, "DELETE FROM breakers"])
            let environment = bridge.environment.merging(["FRONTPAD_SECRET": Self.secret]) { $1 }
            for format in [[], ["--json"]] {
                let worker = try run(
                    Programs.path(named: "frontpad-worker"), ["--drain"] + format, environment: environment)
                seen += [worker.stdout, worker.stderr]
            }
        }
        for command in [
            ["status"], ["doctor"], ["list"], ["show", "1"], ["orders"], ["order", "1"], ["settings", "list"],
        ] {
            for format in [[], ["--json"]] {
                let result = try bridge.queue(command + format)
                seen += [result.stdout, result.stderr]
            }
        }
        seen.append(try bridge.text("SELECT group_concat(args || coalesce(reason, '')) FROM jobs") ?? "")
        seen.append(try bridge.text("SELECT group_concat(coalesce(error, '')) FROM attempts") ?? "")
        seen.append(try bridge.text("SELECT group_concat(coalesce(detail, '')) FROM order_events") ?? "")
        for name in ["environment", "parent", "input"] {
            let text = String(decoding: Files.read(bridge.folder.path(of: name)) ?? [], as: UTF8.self)
            #expect(!text.isEmpty)
            seen.append(text)
        }
        #expect(try bridge.count("SELECT count(*) FROM crm_orders WHERE crm_state = 'in_doubt'") >= 3)
        for text in seen {
            for hidden in [Self.secret, Self.phone, "79991234567", Self.certificate] {
                #expect(!text.contains(hidden), "\(hidden) in: \(text.prefix(400))")
            }
        }
    }

    @Test(
        "files are for their owner only in a private folder, and for the group in a folder that the group may write",
        arguments: [
            (0o700, 0o600), (0o2770, 0o660),
        ])
    func modes(folder: Int, file: Int) throws {
        let bridge = try Bridge()
        let place = bridge.folder.path(of: "place")
        #expect(mkdir(place, mode_t(folder)) == 0 && chmod(place, mode_t(folder)) == 0)
        let environment = ["FRONTPAD_DB": "\(place)/queue.db", "TZ": "UTC"]
        let settings = #"{"frontpadapi_secret":"s","frontpadapi_send_status":""}"#
        _ = try run(
            "sh", ["-c", "umask 000; exec \"$0\" settings", Programs.path(named: "frontpad-enqueue")], stdin: settings,
            environment: environment)
        let worker = try RunningProgram(Programs.path(named: "frontpad-worker"), [], environment: environment)
        _ = try worker.line(containing: "started", in: .errors)
        let listing = try run("find", [place, "-type", "f", "-printf", "%m %f\n"]).stdout
        worker.send(SIGTERM)
        #expect(try worker.finish() == .exited(0))
        let lines = listing.split(separator: "\n")
        #expect(lines.count >= 4)
        for line in lines { #expect(line.hasPrefix(String(file, radix: 8) + " "), "\(line)") }
    }

    @Test("what a customer writes reaches a terminal, an e-mail and the shop as text, never as commands")
    func controlCharacters() throws {
        let bridge = try bridgeWithFailures()
        let name = "Ев\u{1B}[2Jа\r\nBcc: thief@example.test\u{7}"
        // The order fails because its line has no article. The reason contains the product's name.
        try bridge.enqueue(
            ["order"], order(1, name: name).replacing("\"PZ-001\"", with: "\"\""))
        let log = try bridge.drain().stderr
        #expect(try bridge.state(of: 1) == "failed")
        for text in [
            log, try bridge.queue(["order", "1"]).stdout, try bridge.queue(["list"]).stdout,
            try bridge.queue(["orders"]).stdout,
        ] {
            #expect(!text.contains("\u{1B}[2J") && !text.contains("\u{7}") && !text.contains("\r"))
        }
        let input = try JSON.parse(Files.read(bridge.folder.path(of: "input")) ?? [])
        #expect(input["comment"]?.string?.contains("Ев") == true)
        let subject = try bridge.text("SELECT args ->> 'subject' FROM jobs WHERE kind = 'notify_manager'") ?? ""
        #expect(!subject.contains("\n") && !subject.contains("Bcc"))
    }
}

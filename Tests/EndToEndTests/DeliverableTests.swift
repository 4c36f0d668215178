import JSON
import TestSupport
import Testing

@Suite("The shipped files", .ownThread) struct DeliverableTests {
    private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

    @Test("frontpad-enqueue needs neither libcurl nor Foundation, because it starts during a checkout") func lean()
        throws
    {
        let libraries = try run("ldd", [Programs.path(named: "frontpad-enqueue")])
        #expect(!libraries.stdout.contains("libcurl"))
        #expect(!libraries.stdout.contains("Foundation"))
    }

    @Test("the guide to the settings is what frontpad-queue prints, without a database") func settings() throws {
        let guide = String(decoding: try #require(Files.read(Self.root + "/ops/docs/settings.md")), as: UTF8.self)
        let program = Programs.path(named: "frontpad-queue")
        let environment = ["FRONTPAD_DB": "/missing/queue.db"]
        let reference = try run(program, ["settings", "reference"], environment: environment)
        #expect(reference.status == .exited(0))
        #expect(reference.stdout == guide)
        let json = try run(program, ["settings", "reference", "--json"], environment: environment)
        let settings = try #require(try JSON.parse(json.stdout)["settings"]?.array)
        #expect(settings.count > 30)
        for setting in settings { #expect(guide.contains("\n### \(setting["key"]?.string ?? "?")\n")) }
    }

    @Test("all programs have one version, also on their man pages") func version() throws {
        let programs = ["frontpad-enqueue", "frontpad-worker", "frontpad-queue", "frontpad-crm", "frontpad-sandbox"]
        let versions = try programs.map { program in
            let line = try run(Programs.path(named: program), ["--version"]).stdout
            let header = try run(Programs.path(named: program), ["--man"]).stdout.prefix { $0 != "\n" }
            #expect(line.hasPrefix(program + " "))
            return "\(line.dropFirst(program.count + 1)) \(header.drop { $0 != "\"" })"
        }
        #expect(Set(versions).count == 1, "\(versions)")
    }

    @Test(
        "every program shows its help, its man page and its completion",
        arguments: ["frontpad-enqueue", "frontpad-worker", "frontpad-queue", "frontpad-crm", "frontpad-sandbox"])
    func help(program: String) throws {
        let path = Programs.path(named: program)
        let help = try run(path, ["--help"])
        #expect(help.status == .exited(0))
        #expect(help.stdout.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.hasPrefix("  ") })
        let page = try run(path, ["--man"]).stdout
        #expect(page.hasPrefix(".TH \(program.uppercased()) 1"))
        for section in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "EXAMPLES", "SEE ALSO"] {
            #expect(page.contains("\n.SH \(section)\n"), "\(section)")
        }
        // Linters for man pages check this line length. A usage line may be longer, because it cannot be broken.
        for line in page.split(separator: "\n") where !line.hasPrefix("\\fB") {
            #expect(line.utf8.count <= 80, "\(line)")
        }
        let completion = try run(path, ["--completion", "bash"]).stdout
        #expect(try run("bash", ["-n", "/dev/stdin"], stdin: completion).status == .exited(0))
    }
}

import TestSupport
import Testing

@testable import CommandKit

@Suite("A man page", .ownThread) struct ManPageTests {
    private static let text = ManPage(
        program: SampleProgram.root, release: SampleProgram.release, manual: SampleProgram.manual
    ).text

    /// The section titles, each with its text.
    private static func sections(_ text: String) -> [(title: String, text: String)] {
        text.split(separator: ".SH ").dropFirst().map { section in
            let end = section.firstIndex(of: "\n") ?? section.endIndex
            return (String(section[..<end]), String(section[end...].dropFirst()))
        }
    }

    private static func section(_ title: String, of text: String = text) throws -> String {
        try #require(sections(text).first { $0.title == title }).text
    }

    @Test("has the sections of man(7) in their order")
    func order() {
        #expect(Self.text.hasPrefix(".TH QUEUE 1 \"2026-11-27\" \"sample 1.2\" \"User Commands\"\n.SH NAME\n"))
        #expect(
            Self.sections(Self.text).map(\.title) == [
                "NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS", "EXIT STATUS", "ENVIRONMENT", "FILES",
                "EXAMPLES", "SEE ALSO",
            ])
    }

    @Test("has the program's name in the form that apropos needs")
    func name() throws {
        #expect(try Self.section("NAME") == "queue \\- shows a queue\n")
        #expect(try Self.section("SYNOPSIS") == "\\fBqueue\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR]\n")
    }

    @Test("describes each command with its own options, and shared options once")
    func commands() throws {
        let commands = try Self.section("COMMANDS")
        #expect(
            commands.hasPrefix(
                ".SS Look\n.TP\n\\fBlist\\fR \\fIQUEUE\\fR [\\fISTATE\\fR] [\\fB\\-\\-sort\\fR \\fIORDER\\fR] "))
        #expect(commands.contains("\n.TP\n\\fB\\-\\-limit\\fR \\fIN\\fR\nHow many.\nDefault: 3.\n"))
        #expect(
            commands.contains("\n.SS Act\n.TP\n\\fBsettings get\\fR \\fIKEY\\fR [\\fB\\-\\-name\\fR \\fITEXT\\fR]\n"))
        #expect(commands.contains("\n.TP\n\\fBsettings reset\\fR [\\fB\\-\\-sort\\fR \\fILEVEL\\fR] "))
        #expect(!commands.contains("Only with this name."))
        let options = try Self.section("OPTIONS")
        #expect(options.ranges(of: "Only with this name.").count == 1)
        for option in ["\\-\\-db", "\\-\\-help", "\\-\\-version"] { #expect(options.contains("\n\\fB\(option)\\fR")) }
    }

    @Test("ends with the program's exit statuses, environment, files and related programs")
    func closing() throws {
        #expect(
            try Self.section("EXIT STATUS")
                == ".TP\n\\fB0\\fR\nDone.\n.TP\n\\fB64\\fR\nThe command line is wrong.\n")
        #expect(try Self.section("ENVIRONMENT") == ".TP\n\\fBQUEUE_DB\\fR\nThe database.\n")
        #expect(try Self.section("FILES") == ".TP\n\\fI/var/lib/queue.db\\fR\nThe database.\n")
        #expect(try Self.section("EXAMPLES").contains("Everything about orders.\n"))
        #expect(try Self.section("SEE ALSO") == "\\fBother\\fR(1),\n\\fBsqlite3\\fR(1)\n")
    }

    @Test("leaves out empty sections")
    func empty() {
        let manual = Manual(exitStatuses: [])
        let command = Command("x", "X.") { (_, _: NoContext) in .success }
        let titles = Self.sections(ManPage(program: command, release: SampleProgram.release, manual: manual).text).map(
            \.title)
        #expect(titles == ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS"])
    }

    @Test("is ASCII with one sentence per line, and escapes control lines in texts")
    func escaping() {
        #expect(Self.text.utf8.allSatisfy { $0 < 0x80 })
        #expect(Self.text.contains("\\fBqueue list orders \\-\\-name \"\\[u0412] \\[u043F]"))
        let command = Command("x", "X.", discussion: [".so /etc/passwd", "'quoted", "a\\b. Next one."]) {
            (_, _: NoContext) in .success
        }
        let text = ManPage(program: command, release: SampleProgram.release, manual: SampleProgram.manual).text
        for lines in ["\\&.so /etc/passwd", "\\(aqquoted", "a\\eb.\nNext one."] {
            #expect(text.contains("\n.PP\n\(lines)\n"), "\(lines)")
        }
        for line in Self.text.split(separator: "\n") where !line.contains("\\fB") {
            #expect(line.count <= 80, "\(line)")
        }
    }
}

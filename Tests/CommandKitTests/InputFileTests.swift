import CommandKit
import TestSupport
import Testing

@Suite("Input files", .ownThread) struct InputFileTests {
    private let folder = TemporaryDirectory()

    private func lines(_ text: some Sequence<UInt8>, limit: Int) throws -> [String] {
        let path = folder.path(of: "input")
        Files.write(text, to: path)
        var lines: [String] = []
        try InputFile(path).forEachLine(limit: limit) { number, line in
            switch line {
            case .bytes(let bytes): lines.append("\(number):\(String(decoding: bytes, as: UTF8.self))")
            case .tooLong: lines.append("\(number) is too long")
            }
        }
        return lines
    }

    @Test("lines have their numbers, blank ones are skipped, and the last may lack its line end")
    func numbers() throws {
        #expect(try lines("a\n\n \t\r\nb\nc".utf8, limit: 10) == ["1:a", "4:b", "5:c"])
        #expect(try lines("a\n".utf8, limit: 10) == ["1:a"])
        #expect(try lines("".utf8, limit: 10) == [])
    }

    @Test("a line that is read in several portions is whole")
    func portions() throws {
        let long = String(repeating: "0123456789", count: 20_000)
        #expect(try lines("a\n\(long)\nb\n".utf8, limit: 200_000) == ["1:a", "2:\(long)", "3:b"])
    }

    @Test("lines are whole wherever a portion ends", arguments: -3...3)
    func edges(shift: Int) throws {
        let first = String(repeating: "x", count: (64 << 10) + shift)
        #expect(try lines("\(first)\nsecond\n".utf8, limit: 1 << 20) == ["1:\(first)", "2:second"])
    }

    @Test("a line that is too long is reported and skipped, and the next ones are read")
    func tooLong() throws {
        #expect(try lines("12345\n123456\n1\n".utf8, limit: 5) == ["1:12345", "2 is too long", "3:1"])
        let long = [UInt8](repeating: 0x78, count: 300_000)
        #expect(try lines(long + Array("\nb".utf8), limit: 100_000) == ["1 is too long", "2:b"])
        #expect(try lines(long, limit: 299_999) == ["1 is too long"])
    }

    @Test("an error thrown by the reader ends the reading and reaches the caller")
    func thrown() {
        let path = folder.path(of: "input")
        Files.write("a\nb\nc\n".utf8, to: path)
        var count = 0
        let error = #expect(throws: CommandError.self) {
            try InputFile(path).forEachLine(limit: 10) { number, _ in
                count += 1
                if number == 2 { throw CommandError(.data, "no") }
            }
        }
        #expect(error?.message == "no")
        #expect(count == 2)
    }

    @Test("a whole file is read up to its limit")
    func whole() throws {
        let path = folder.path(of: "input")
        Files.write([UInt8](repeating: 1, count: 100_000), to: path)
        #expect(try InputFile(path).readAll(limit: 100_000).count == 100_000)
        let error = #expect(throws: CommandError.self) { try InputFile(path).readAll(limit: 99_999) }
        #expect(error?.status == ExitStatus.data.rawValue)
        #expect(error?.message == "\(path) is larger than 99999 bytes")
    }

    @Test("a missing file and a folder are errors with the name and the reason")
    func missing() {
        let path = folder.path(of: "missing")
        let error = #expect(throws: CommandError.self) { try InputFile(path).readAll(limit: 10) }
        #expect(error?.status == ExitStatus.noInput.rawValue)
        #expect(error?.message == "\(path): No such file or directory")
        let other = #expect(throws: CommandError.self) { try InputFile(folder.path).readAll(limit: 10) }
        #expect(other?.status == ExitStatus.inputOutput.rawValue)
    }
}

/// The result of a program that has ended.
public struct ProgramResult: Sendable {
    public let status: ExitStatus
    public let stdout: String
    public let stderr: String
}

/// Runs a program to its end.
///
/// - Parameters:
///   - program: the path of the executable. A name without a slash is looked up in PATH.
///   - stdin: the program's whole standard input.
///   - environment: the variables that the program gets in addition to PATH, HOME, LANG and TMPDIR. The program does
///     not inherit the test's own environment.
///   - seconds: the time limit. If the program has not ended by then, it is killed and the call fails.
/// - Throws: `RunningProgram.Failure` if the program does not start or does not end.
public func run(
    _ program: String, _ arguments: [String] = [], stdin: String = "", environment: [String: String] = [:],
    directory: String? = nil, seconds: Int = Waiting.seconds
) throws -> ProgramResult {
    try run(
        program, arguments, stdin: Array(stdin.utf8), environment: environment, directory: directory, seconds: seconds)
}

/// Runs a program to its end. Its standard input is bytes, which need not be text.
public func run(
    _ program: String, _ arguments: [String] = [], stdin: [UInt8], environment: [String: String] = [:],
    directory: String? = nil, seconds: Int = Waiting.seconds
) throws -> ProgramResult {
    let running = try RunningProgram(
        program, arguments, input: stdin, environment: environment, directory: directory)
    let status = try running.finish(seconds: seconds)
    return ProgramResult(status: status, stdout: running.text(of: .output), stderr: running.text(of: .errors))
}

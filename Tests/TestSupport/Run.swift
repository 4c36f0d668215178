/// What a program that has ended left behind.
public struct ProgramResult: Sendable {
    public let status: ExitStatus
    public let stdout: String
    public let stderr: String
}

/// Runs a program to its end.
///
/// - Parameters:
///   - program: the path of the executable; a name without a slash is looked for in PATH.
///   - stdin: all of its standard input.
///   - environment: on top of PATH, HOME, LANG and TMPDIR; the test's own environment is not passed on.
///   - seconds: a bound for what should not happen; the program is killed then.
/// - Throws: `RunningProgram.Failure` where the program does not start or does not end.
public func run(
    _ program: String, _ arguments: [String] = [], stdin: String = "", environment: [String: String] = [:],
    directory: String? = nil, seconds: Int = 120
) throws -> ProgramResult {
    try run(
        program, arguments, stdin: Array(stdin.utf8), environment: environment, directory: directory, seconds: seconds)
}

/// As above, with bytes that need not be text on standard input.
public func run(
    _ program: String, _ arguments: [String] = [], stdin: [UInt8], environment: [String: String] = [:],
    directory: String? = nil, seconds: Int = 120
) throws -> ProgramResult {
    let running = try RunningProgram(
        program, arguments, input: stdin, environment: environment, directory: directory)
    let status = try running.finish(seconds: seconds)
    return ProgramResult(status: status, stdout: running.text(of: .output), stderr: running.text(of: .errors))
}

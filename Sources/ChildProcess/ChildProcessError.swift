internal import Glibc

/// Why a program could not be started.
public enum ChildProcessError: Error, Hashable, CustomStringConvertible {
    /// The file does not exist, or the interpreter that its first line names is missing.
    case notFound(program: String)
    /// The file exists, but it may not be executed.
    case notExecutable(program: String)
    /// The file is neither a binary for this machine nor a script whose first line is `#!…`.
    case notAProgram(program: String)
    /// The program's name, an argument or a variable contains a NUL byte, which cannot be passed to a program.
    case containsNUL
    /// Any other error, with the system's own message.
    case refused(program: String, reason: String)
    /// The machine lacks a resource for another child. The first value names it.
    case lacking(String, reason: String)

    /// Says what happened and what to do about it.
    public var description: String {
        switch self {
        case .notFound(let program) where program.contains("/"):
            "\(program) was not found: check the path, and that the interpreter in its first line is installed"
        case .notFound(let program):
            "\(program) was not found in PATH: install it, or write its full path"
        case .notExecutable(let program):
            "\(program) may not be executed: make it executable (chmod +x) for the user that runs this program"
        case .notAProgram(let program):
            "\(program) is not a program: a script needs a first line such as #!/bin/sh"
        case .containsNUL:
            "the command contains a NUL byte: remove it"
        case .refused(let program, let reason):
            "\(program) does not start: \(reason)"
        case .lacking(let what, let reason):
            "no \(what) for a child process: \(reason)"
        }
    }

    init(errno code: Int32, program: String) {
        switch code {
        case ENOENT, ENOTDIR: self = .notFound(program: program)
        case EACCES, EPERM, EISDIR: self = .notExecutable(program: program)
        case ENOEXEC: self = .notAProgram(program: program)
        case EAGAIN, ENOMEM: self = .lacking("process", reason: describe(code))
        default: self = .refused(program: program, reason: describe(code))
        }
    }
}

/// Returns the system's message for an error number. Since glibc 2.32, strerror(3) uses a buffer per thread.
func describe(_ code: Int32) -> String {
    String(cString: strerror(code))
}

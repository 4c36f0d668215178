import Glibc

/// How a program ended.
public enum ExitStatus: Sendable, Hashable, CustomStringConvertible {
    case exited(Int32)
    /// A signal ended the program.
    case signalled(Int32)

    public var description: String {
        switch self {
        case .exited(let code): "exit \(code)"
        case .signalled(let signal): "signal \(signal)"
        }
    }
}

/// A child process. Its output is read as it arrives. The process is killed when the last reference to this object is
/// released.
public final class RunningProgram: Sendable {
    public enum Stream: Sendable { case output, errors }

    /// The error for a program that did not start or did not do what the test waited for.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    private struct State: Sendable {
        var output: [UInt8] = []
        var errors: [UInt8] = []
        var openStreams = 2
        var status: ExitStatus?
    }

    /// A lock for starting programs. Descriptors that are made for one program must not leak into another program that
    /// starts at the same moment.
    private static let spawning = Monitor<Void>(())

    public let processID: Int32
    private let name: String
    private let state = Monitor(State())

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: the path of the executable. A name without a slash is looked up in PATH.
    ///   - input: the program's whole standard input.
    ///   - environment: the variables that the program gets in addition to PATH, HOME, LANG and TMPDIR. The program
    ///     does not inherit the test's own environment.
    ///   - directory: the program's working directory.
    public init(
        _ program: String, _ arguments: [String] = [], input: [UInt8] = [], environment: [String: String] = [:],
        directory: String? = nil
    ) throws {
        name = ([program] + arguments).joined(separator: " ")
        let child = try Self.spawning.withLock { _ in
            try Self.spawn([program] + arguments, environment: environment, directory: directory)
        }
        processID = child.processID
        let state = state
        Self.feed(input, to: child.input)
        Self.collect(child.output, into: state, \.output)
        Self.collect(child.errors, into: state, \.errors)
        let processID = child.processID
        BackgroundThread.start {
            // First wait without reaping the child. It is then reaped under the lock. Until then, no other process can
            // have its number.
            var information = siginfo_t()
            while waitid(P_PID, id_t(processID), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
            state.withLock {
                var status: CInt = 0
                while waitpid(processID, &status, 0) < 0, errno == EINTR {}
                $0.status = status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signalled(status & 0x7F)
            }
        }
    }

    deinit {
        // Kill the whole group, because the program's children must not outlive the test either.
        state.withLock { if $0.status == nil { kill(-processID, SIGKILL) } }
    }

    /// Returns everything that the program has written so far, as text.
    public func text(of stream: Stream) -> String {
        String(decoding: bytes(of: stream), as: UTF8.self)
    }

    public func bytes(of stream: Stream) -> [UInt8] {
        state.withLock { Self.bytes(of: stream, in: $0) }
    }

    /// Sends a signal. The method does nothing if the program has ended.
    public func send(_ signal: Int32) {
        state.withLock { if $0.status == nil { kill(processID, signal) } }
    }

    /// Waits for a line that contains `text`, and returns the line without its line end.
    public func line(containing text: String, in stream: Stream = .output, seconds: Int = Waiting.seconds) throws
        -> String
    {
        let found = state.poll(seconds: seconds) { state -> Result<String, Failure>? in
            let bytes = Self.bytes(of: stream, in: state)
            let complete = bytes.lastIndex(of: UInt8(ascii: "\n")).map { bytes[..<$0] } ?? []
            for line in complete.split(separator: UInt8(ascii: "\n")) {
                let line = String(decoding: line, as: UTF8.self)
                if line.contains(text) { return .success(line) }
            }
            guard let status = state.status, state.openStreams == 0 else { return nil }
            return .failure(self.failure("ended (\(status)) without a line “\(text)”", state))
        }
        guard let found else {
            throw state.withLock { failure("has not written “\(text)” within \(seconds) s", $0) }
        }
        return try found.get()
    }

    /// Waits until the program has ended and its output is complete. The output is complete only when all children
    /// that inherited it have ended too.
    public func finish(seconds: Int = Waiting.seconds) throws -> ExitStatus {
        let status = state.poll(seconds: seconds) { $0.openStreams == 0 ? $0.status : nil }
        guard let status else { throw state.withLock { failure("has not ended within \(seconds) s", $0) } }
        return status
    }

    private func failure(_ what: String, _ state: State) -> Failure {
        let (output, errors) = (state.output.suffix(2_000), state.errors.suffix(2_000))
        return Failure(
            description: "\(name): \(what); on standard output: \(String(decoding: output, as: UTF8.self)); "
                + "on standard error: \(String(decoding: errors, as: UTF8.self))")
    }

    private static func bytes(of stream: Stream, in state: State) -> [UInt8] {
        switch stream {
        case .output: state.output
        case .errors: state.errors
        }
    }

    private static func feed(_ input: [UInt8], to descriptor: CInt) {
        guard !input.isEmpty else {
            close(descriptor)
            return
        }
        BackgroundThread.start {
            // If the program ends before it has read everything, the write must fail with EPIPE and not raise a
            // signal.
            var signals = sigset_t()
            sigemptyset(&signals)
            sigaddset(&signals, SIGPIPE)
            pthread_sigmask(SIG_BLOCK, &signals, nil)
            var written = 0
            while written < input.count {
                let count = input.withUnsafeBytes { write(descriptor, $0.baseAddress! + written, $0.count - written) }
                if count > 0 { written += count } else if errno != EINTR { break }
            }
            close(descriptor)
        }
    }

    private static func collect(
        _ descriptor: CInt, into state: Monitor<State>, _ stream: any WritableKeyPath<State, [UInt8]> & Sendable
    ) {
        BackgroundThread.start {
            var portion = [UInt8](repeating: 0, count: 64 * 1024)
            while true {
                let count = read(descriptor, &portion, portion.count)
                if count > 0 {
                    state.withLock { $0[keyPath: stream].append(contentsOf: portion[..<count]) }
                } else if count == 0 || errno != EINTR {
                    break
                }
            }
            close(descriptor)
            state.withLock { $0.openStreams -= 1 }
        }
    }
}

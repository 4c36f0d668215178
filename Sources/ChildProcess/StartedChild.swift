internal import CLinux
internal import Glibc

/// A running child and our ends of its streams.
struct StartedChild {
    let processID: pid_t
    let output: Descriptor
    let errors: Descriptor

    /// Starts `child` in a process group of its own.
    init(_ child: ChildProcess) throws(ChildProcessError) {
        let command = ([child.program] + child.arguments).map { Array($0.utf8) }
        guard !(command + child.environment.entries).contains(where: { $0.contains(0) }) else { throw .containsNUL }
        // A file in memory and not a pipe: we need not write while the child reads, and cannot get EPIPE.
        let input = try Descriptor(fileInMemoryWith: child.input)
        let output = try Descriptor.pipe()
        let errors = try Descriptor.pipe()

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input.number, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output.write.number, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, errors.write.number, STDERR_FILENO)
        frontpad_spawn_closefrom(&actions, STDERR_FILENO + 1)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))

        var processID: pid_t = 0
        let result = Self.withCStrings(command) { argv in
            Self.withCStrings(child.environment.entries) { envp in
                posix_spawnp(&processID, child.program, &actions, &attributes, argv, envp)
            }
        }
        guard result == 0 else { throw ChildProcessError(errno: result, program: child.program) }
        self.processID = processID
        self.output = output.read
        self.errors = errors.read
    }

    private static func withCStrings<Result>(
        _ strings: [[UInt8]], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = strings.map { strndup($0.map(CChar.init(bitPattern:)), $0.count) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}

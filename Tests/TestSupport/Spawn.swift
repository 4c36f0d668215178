import CLinux
import Glibc

extension RunningProgram {
    struct Child {
        let processID: pid_t
        /// The descriptors on our side of the child's standard streams.
        let input: CInt
        let output: CInt
        let errors: CInt
    }

    /// Starts a process with three pipes, default signals and its own process group. The process inherits no other
    /// descriptors.
    static func spawn(_ arguments: [String], environment: [String: String], directory: String?) throws -> Child {
        let input = try pipe()
        let output = try pipe()
        let errors = try pipe()

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input.read, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output.write, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, errors.write, STDERR_FILENO)
        // This also closes descriptors that a library has opened without O_CLOEXEC. Otherwise a long-lived child would
        // keep their connections open.
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

        // The program `env` changes the working directory, because posix_spawn can do this only with a call that is
        // not part of POSIX.
        let command = directory.map { ["/usr/bin/env", "--chdir=\($0)"] + arguments } ?? arguments
        var processID: pid_t = 0
        let result = withCStrings(command) { argv in
            withCStrings(self.environment(adding: environment)) { envp in
                posix_spawnp(&processID, command[0], &actions, &attributes, argv, envp)
            }
        }
        for descriptor in [input.read, output.write, errors.write] { close(descriptor) }
        guard result == 0 else {
            for descriptor in [input.write, output.read, errors.read] { close(descriptor) }
            throw Failure(description: "\(command[0]) does not start: \(String(cString: strerror(result)))")
        }
        return Child(processID: processID, input: input.write, output: output.read, errors: errors.read)
    }

    private static func environment(adding own: [String: String]) -> [String] {
        var variables: [String: String] = [:]
        for name in ["PATH", "HOME", "LANG", "TMPDIR"] {
            if let value = getenv(name) { variables[name] = String(cString: value) }
        }
        return variables.merging(own) { $1 }.map { "\($0.key)=\($0.value)" }.sorted()
    }

    private static func pipe() throws -> (read: CInt, write: CInt) {
        var ends: [CInt] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else {
            throw Failure(description: "no pipe: \(String(cString: strerror(errno)))")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}

internal import CLinux
internal import Glibc

/// A process group for one child. The group ends together with this process, even if this process is killed. Otherwise
/// the child would continue while the next worker starts the same program again.
///
/// The leader of the group is a shell that waits for the end of a pipe. Only this process holds the other end. When
/// this process ends for any reason, the kernel closes the pipe, and the shell kills its whole group.
/// `PR_SET_PDEATHSIG` is not enough: it would reach only the child and not the child's own children. It would also
/// fire when only the thread that started the child ends
/// (<https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html>).
struct ProcessGroup {
    let leader: pid_t
    private let lifeline: Descriptor

    init() throws(ChildProcessError) {
        let pipe = try Descriptor.pipe()
        // The shell's `read` must block.
        _ = fcntl(pipe.read.number, F_SETFL, 0)
        lifeline = pipe.write
        leader = try spawn(
            "/bin/sh", [Array("sh".utf8), Array("-c".utf8), Array("read -r line; kill -9 0".utf8)], environment: [],
            group: 0
        ) { actions in
            posix_spawn_file_actions_adddup2(&actions, pipe.read.number, STDIN_FILENO)
            // The shell must not keep our standard output and standard error open, because a reader of them would wait
            // for it.
            posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
            posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        }
    }

    /// Kills all processes in the group.
    func kill() { Glibc.kill(-leader, SIGKILL) }

    /// Ends only the leader. Processes that the child left in the background continue. Call this method once, after
    /// the child has ended.
    func dissolve() {
        Glibc.kill(leader, SIGKILL)
        _ = Orphans.wait(for: leader)
    }
}

/// Starts a program with default signals in a process group, and registers it as one of our own children.
///
/// - Parameters:
///   - group: the leader of the process group, or 0 to make the program itself the leader.
///   - prepare: adds the actions for the standard streams. All other descriptors are closed.
func spawn(
    _ program: String, _ command: [[UInt8]], environment: [[UInt8]], group: pid_t,
    prepare: (inout posix_spawn_file_actions_t) -> Void
) throws(ChildProcessError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    prepare(&actions)
    frontpad_spawn_closefrom(&actions, STDERR_FILENO + 1)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, group)
    posix_spawnattr_setflags(
        &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))

    let (process, result) = Orphans.starting {
        var process: pid_t = 0
        let result = withCStrings(command) { argv in
            withCStrings(environment) { envp in posix_spawnp(&process, program, &actions, &attributes, argv, envp) }
        }
        return (process, result)
    }
    guard result == 0 else { throw ChildProcessError(errno: result, program: program) }
    return process
}

private func withCStrings<Result>(
    _ strings: [[UInt8]], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
    let copies = strings.map { strndup($0.map(CChar.init(bitPattern:)), $0.count) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
}

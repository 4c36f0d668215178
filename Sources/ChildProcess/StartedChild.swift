internal import Glibc

/// A running child and our ends of its streams.
struct StartedChild {
    let processID: pid_t
    let group: ProcessGroup
    let output: Descriptor
    let errors: Descriptor

    /// Starts `child` in its own process group.
    init(_ child: ChildProcess) throws(ChildProcessError) {
        let command = ([child.program] + child.arguments).map { Array($0.utf8) }
        guard !(command + child.environment.entries).contains(where: { $0.contains(0) }) else { throw .containsNUL }
        // The input is a file in memory and not a pipe. So we do not have to write while the child reads, and we
        // cannot get EPIPE.
        let input = try Descriptor(fileInMemoryWith: child.input)
        let output = try Descriptor.pipe()
        let errors = try Descriptor.pipe()
        let group = try ProcessGroup()
        do throws(ChildProcessError) {
            processID = try spawn(
                child.program, command, environment: child.environment.entries, group: group.leader
            ) { actions in
                posix_spawn_file_actions_adddup2(&actions, input.number, STDIN_FILENO)
                posix_spawn_file_actions_adddup2(&actions, output.write.number, STDOUT_FILENO)
                posix_spawn_file_actions_adddup2(&actions, errors.write.number, STDERR_FILENO)
            }
        } catch {
            group.dissolve()
            throw error
        }
        self.group = group
        self.output = output.read
        self.errors = errors.read
    }
}

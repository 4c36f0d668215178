internal import Glibc
public import Shop

extension SettingConflict {
    /// Finds all conflicts in the stored settings, including those that depend on this machine.
    ///
    /// - Parameter stored: the rows of the table `settings`.
    public static func all(in stored: [String: String]) -> [SettingConflict] {
        all(in: stored, programFault: programFault)
    }

    /// Returns the reason why this machine cannot run a program, or nil if it can.
    private static func programFault(_ program: String) -> ProgramFault? {
        guard program.hasPrefix("/") else { return .relativePath }
        var status = stat()
        guard stat(program, &status) == 0 else { return .missing }
        if status.st_mode & S_IFMT == S_IFDIR { return .isFolder }
        // For the superuser, this succeeds if any executable bit is set.
        return access(program, X_OK) == 0 ? nil : .notExecutable
    }
}

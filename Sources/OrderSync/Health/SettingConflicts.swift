internal import Glibc
public import Shop

extension SettingConflict {
    /// Every conflict of the stored settings on this machine.
    ///
    /// - Parameter stored: the rows of the table `settings`.
    public static func all(in stored: [String: String]) -> [SettingConflict] {
        all(in: stored, programFault: programFault)
    }

    /// What keeps this machine from running a program.
    private static func programFault(_ program: String) -> ProgramFault? {
        guard program.hasPrefix("/") else { return .relativePath }
        var status = stat()
        guard stat(program, &status) == 0 else { return .missing }
        if status.st_mode & S_IFMT == S_IFDIR { return .isFolder }
        // The superuser may execute what has an executable bit at all.
        return access(program, X_OK) == 0 ? nil : .notExecutable
    }
}

internal import CLinux
internal import Glibc

/// The environment variables of a child.
public struct ChildEnvironment: Sendable {
    /// The entries `NAME=value`, as bytes, because a value need not be valid text.
    package let entries: [[UInt8]]

    /// The variables that a program needs to find its files, its language and its time zone, and that PHP reads. A
    /// secret of any name stays with us.
    private static let names: Set<String> = [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TZDIR", "TMPDIR", "PHPRC",
        "PHP_INI_SCAN_DIR",
    ]
    /// Names the other variables that children get, separated by commas.
    public static let extraNames = "FRONTPAD_CHILD_VARIABLES"

    /// Those of our own variables that a child needs, and those that FRONTPAD_CHILD_VARIABLES names.
    ///
    /// - Parameter own: additional variables with any names. They replace variables of the same name.
    public static func inherited(adding own: [String: String] = [:]) -> ChildEnvironment {
        var variables: [[UInt8]] = []
        var next = frontpad_environ()
        while let variable = next?.pointee {
            variables.append(Array(UnsafeRawBufferPointer(start: variable, count: strlen(variable))))
            next = next?.successor()
        }
        return inherited(from: variables, adding: own)
    }

    /// Returns the given `NAME=value` entries without the secret ones.
    package static func inherited(from variables: [[UInt8]], adding own: [String: String]) -> ChildEnvironment {
        let extra = variables.first { name(of: $0) == extraNames }.map { entry in
            String(decoding: entry.dropFirst(extraNames.utf8.count + 1), as: UTF8.self).split(separator: ",")
                .map { String($0.filter { $0 != " " }) }
        }
        let allowed = names.union(extra ?? [])
        let kept = variables.filter { entry in
            let name = name(of: entry)
            return (allowed.contains(name) || name.hasPrefix("LC_")) && own[name] == nil
        }
        let added = own.sorted { $0.key < $1.key }.map { Array("\($0.key)=\($0.value)".utf8) }
        return ChildEnvironment(entries: kept + added)
    }

    private static func name(of entry: [UInt8]) -> String {
        String(decoding: entry.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
    }
}

internal import CLinux
internal import Glibc

/// The environment variables of a child.
public struct ChildEnvironment: Sendable {
    /// The entries `NAME=value`, as bytes, because a value need not be valid text.
    package let entries: [[UInt8]]

    /// Returns our own variables without the secret ones. A variable counts as secret if it is CREDENTIALS_DIRECTORY
    /// or if its name contains SECRET, PASSWORD or TOKEN.
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
        let kept = variables.filter { entry in
            let name = String(decoding: entry.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
            return !isSecret(name) && own[name] == nil
        }
        let added = own.sorted { $0.key < $1.key }.map { Array("\($0.key)=\($0.value)".utf8) }
        return ChildEnvironment(entries: kept + added)
    }

    private static func isSecret(_ name: String) -> Bool {
        let name = name.uppercased()
        return name == "CREDENTIALS_DIRECTORY"
            || ["SECRET", "PASSWORD", "TOKEN"].contains { name.contains($0) }
    }
}

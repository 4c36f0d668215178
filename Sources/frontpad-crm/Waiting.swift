internal import Glibc
internal import Synchronization

/// Waits on the main thread for asynchronous work. An asynchronous main would make this program start more slowly.
enum Waiting {
    private final class Box<Value: Sendable>: Sendable {
        let value = Mutex<Result<Value, any Error>?>(nil)
    }

    static func result<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) -> Result<Value, any Error> {
        let box = Box<Value>()
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return .failure(Failure()) }
        let end = ends[1]
        Task.detached {
            let result: Result<Value, any Error>
            do {
                result = .success(try await body())
            } catch {
                result = .failure(error)
            }
            box.value.withLock { $0 = result }
            close(end)
        }
        var byte: UInt8 = 0
        while read(ends[0], &byte, 1) < 0, errno == EINTR {}
        close(ends[0])
        return box.value.withLock { $0 } ?? .failure(Failure())
    }

    private struct Failure: Error, CustomStringConvertible {
        var description: String { "no pipe could be created" }
    }
}

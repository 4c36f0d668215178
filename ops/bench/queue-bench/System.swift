internal import Glibc

/// `CLOCK_MONOTONIC`, the same in all processes of the machine.
func nanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

func pause(microseconds: Int) { usleep(UInt32(microseconds)) }

func exit(_ status: Int32) -> Never { Glibc.exit(status) }

/// Prints one line on standard output, unbuffered.
func say(_ line: String) { put(line, on: STDOUT_FILENO) }

func complain(_ line: String) { put("queue-bench: " + line, on: STDERR_FILENO) }

private func put(_ line: String, on descriptor: Int32) {
    var bytes = Array((line + "\n").utf8)[...]
    while !bytes.isEmpty {
        let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { return }
        bytes = bytes.dropFirst(count)
    }
}

/// Runs `body` on that many threads at once, each with its number, and returns the results.
func onThreads<T: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) -> T) -> [T] {
    let works = (0..<count).map { number in Work { body(number) } }
    for thread in works.map(start) { pthread_join(thread, nil) }
    return works.compactMap(\.result)
}

private func start(_ work: AnyWork) -> pthread_t {
    var thread = pthread_t()
    let started = pthread_create(
        &thread, nil,
        { context in
            if let context { Unmanaged<AnyWork>.fromOpaque(context).takeRetainedValue().run() }
            return nil
        }, Unmanaged<AnyWork>.passRetained(work).toOpaque())
    precondition(started == 0, "a thread cannot be started")
    return thread
}

private class AnyWork {
    func run() {}
}

private final class Work<T>: AnyWork {
    private let body: () -> T
    private(set) var result: T?

    init(_ body: @escaping () -> T) { self.body = body }

    override func run() { result = body() }
}

/// Returns when standard input has ended.
func endOfInput() async {
    await withCheckedContinuation { continuation in
        let reader = Work<Void> {
            while readLine() != nil {}
            continuation.resume()
        }
        _ = start(reader)
    }
}

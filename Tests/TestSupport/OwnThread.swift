// The release build compiles this target too, but without the testing library.
#if canImport(Testing)
    import Glibc
    public import Testing

    /// Runs each test of a suite on its own thread.
    ///
    /// Swift's concurrency has only as many threads as the machine has cores. A test may block its thread while it
    /// waits for a program, a lock or a disk. On one of those few threads it would stop everything else, above all the
    /// workers that other tests wait for. So tests run on other threads, a few at a time, and Swift's own threads are
    /// left to the code under test.
    public struct OwnThread: SuiteTrait, TestTrait, TestScoping {
        @TaskLocal private static var isHeld = false

        public var isRecursive: Bool { true }

        public func provideScope(
            for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
        ) async throws {
            // A suite inside a suite has this trait twice.
            if OwnThread.isHeld { return try await function() }
            try await OwnThread.$isHeld.withValue(true) { try await TestThreads.shared.run(test.name, function) }
        }
    }

    extension Trait where Self == OwnThread {
        public static var ownThread: Self { OwnThread() }
    }

    /// The threads on which tests run. A test begins when a thread is free and keeps it until the test ends.
    final class TestThreads: TaskExecutor {
        static let shared = TestThreads(count: max(4, sysconf(CInt(_SC_NPROCESSORS_ONLN)) + 2))

        /// The time after which a test counts as stuck, in seconds. Every known wait has a shorter limit, so nobody
        /// knows what such a test waits for. The run is ended, and the message names the test.
        private static let longestTest = 300

        private struct State: Sendable {
            var jobs: [UnownedJob] = []
            var free: Int
            var waiting: [CheckedContinuation<Void, Never>] = []
        }

        private let state: Monitor<State>

        init(count: Int) {
            state = Monitor(State(free: count))
            for _ in 0..<count { BackgroundThread.start { [self] in serve() } }
        }

        func run(_ name: String, _ test: @Sendable () async throws -> Void) async throws {
            await begin()
            defer { end() }
            let isOver = Monitor(false)
            BackgroundThread.start {
                let isInTime = isOver.poll(seconds: TestThreads.longestTest) { $0 ? true : nil } ?? false
                guard !isInTime else { return }
                fatalError("the test \(name) has not ended within \(TestThreads.longestTest) s")
            }
            defer { isOver.withLock { $0 = true } }
            try await withTaskExecutorPreference(self, operation: test)
        }

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            state.withLock { $0.jobs.append(job) }
        }

        private func begin() async {
            await withCheckedContinuation { continuation in
                let isFree = state.withLock { state in
                    guard state.free > 0 else {
                        state.waiting.append(continuation)
                        return false
                    }
                    state.free -= 1
                    return true
                }
                if isFree { continuation.resume() }
            }
        }

        private func end() {
            let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
                guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
                state.free += 1
                return nil
            }
            next?.resume()
        }

        private func serve() {
            while true {
                let job = state.poll(seconds: .max / 2) { $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }
                job?.runSynchronously(on: asUnownedTaskExecutor())
            }
        }
    }
#endif

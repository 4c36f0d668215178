internal import SQLite
internal import Synchronization

/// Watches a database for new jobs and for dying workers. ``WatchedDatabase`` describes how. All watches of a process
/// share one thread and one inotify instance, so a watch costs little.
final class DoorbellWatch: Sendable {
    private let database: Database
    private let doorbell: Doorbell
    private let workersFolder: String
    private let interval: Int32
    private let callbacks: WatchCallbacks
    private let thread: WatchThread
    private let status = WatchStatus()
    private let id = Mutex<Int?>(nil)

    /// - Parameters:
    ///   - workersFolder: the folder with a lock file for each worker. The system closes a worker's file when its
    ///     process ends.
    ///   - interval: the longest time between two looks at `data_version`, in milliseconds. With a shorter time,
    ///     changes that no event reports are seen sooner. With a longer one, an idle process does less. A look costs
    ///     two microseconds.
    ///   - thread: the thread that serves the watch.
    init(
        database: Database, doorbell: Doorbell, workersFolder: String, interval: Int32, thread: WatchThread = .shared,
        callbacks: WatchCallbacks
    ) {
        self.database = database
        self.doorbell = doorbell
        self.workersFolder = workersFolder
        self.interval = interval
        self.thread = thread
        self.callbacks = callbacks
    }

    /// Begins to watch. A first ring tells the owner that the watch has begun.
    func start() {
        id.withLock { id in
            guard id == nil else { return }
            id = thread.add { [self] number in
                WatchedDatabase(
                    id: number, database: database, doorbell: doorbell, workersFolder: workersFolder,
                    interval: interval, callbacks: callbacks,
                    status: status)
            }
        }
    }

    func stop() {
        id.withLock { id in
            if let number = id { thread.remove(number) }
            id = nil
        }
    }

    /// Whether the system reports the death of a worker's process as an event.
    var hearsDeaths: Bool { status.hearsDeaths.load(ordering: .relaxed) }
}

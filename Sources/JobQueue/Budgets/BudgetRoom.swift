/// What a budget has left.
public struct BudgetRoom: Sendable, Hashable {
    /// The number of uses that are free now.
    public let free: Int
    /// The time until the next use is free, in milliseconds. It is 0 if a use is free now, and nil if one becomes free
    /// only when a reservation is given back.
    public let wait: Int64?

    init(free: Int, wait: Int64?) {
        self.free = free
        self.wait = wait
    }

    /// - Parameters:
    ///   - windows: the windows and the number of uses that each allows.
    ///   - ages: the age of each use in milliseconds, with nil for a reservation.
    ///   - pause: the remaining time of the budget's pause, in milliseconds.
    init(_ windows: [(window: BudgetWindow, allowance: Int)], ages: [Int64?], pause: Int64) {
        var free = Int.max
        var wait: Int64? = pause
        for (window, allowance) in windows {
            let counted = ages.filter { $0.map { $0 < window.milliseconds } ?? true }
            free = min(free, allowance.saturatingSubtracting(counted.count))
            guard counted.count >= allowance else { continue }
            // A use becomes free when enough of the oldest uses have left the window. It is unknown when a reservation
            // will be given back, so only uses count here.
            let oldestFirst = counted.compactMap { $0 }.sorted(by: >)
            let tooMany = counted.count.saturatingSubtracting(allowance)
            let freed =
                tooMany < oldestFirst.count ? window.milliseconds.saturatingSubtracting(oldestFirst[tooMany]) : nil
            wait = wait.flatMap { wait in freed.map { max(wait, $0) } }
        }
        self.free = pause > 0 ? 0 : max(0, free)
        self.wait = self.free > 0 ? 0 : wait
    }
}

/// The state of a budget at one moment.
struct BudgetAccount {
    /// The room for jobs that may use the reserve.
    let all: BudgetRoom
    /// The room for all other jobs.
    let shared: BudgetRoom
    /// Jobs with this priority or a smaller one may use the reserve.
    let priority: Int
    private let windows: [BudgetWindow]
    private let ages: [Int64?]
    private let isPaused: Bool

    init(windows: [BudgetWindow], priority: Int, ages: [Int64?], pause: Int64) {
        all = BudgetRoom(windows.map { ($0, $0.allowance) }, ages: ages, pause: pause)
        shared = BudgetRoom(
            windows.map { ($0, $0.allowance.saturatingSubtracting($0.reserve)) }, ages: ages, pause: pause)
        self.priority = priority
        self.windows = windows
        self.ages = ages
        isPaused = pause > 0
    }

    func room(for priority: Int) -> BudgetRoom { priority <= self.priority ? all : shared }

    /// Returns true if giving back one reservation makes room for a job with this priority.
    func isOneShort(for priority: Int) -> Bool {
        guard !isPaused else { return false }
        return windows.allSatisfy { window in
            let counted = ages.count { $0.map { $0 < window.milliseconds } ?? true }
            return counted <= window.allowance.saturatingSubtracting(priority <= self.priority ? 0 : window.reserve)
        }
    }
}

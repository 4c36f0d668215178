/// What a budget has left.
public struct BudgetRoom: Sendable, Hashable {
    /// How many uses are free now.
    public let free: Int
    /// The time until the next use is free, in milliseconds; 0 if one is free now; nil if only a returned reservation can
    /// free one.
    public let wait: Int64?

    init(free: Int, wait: Int64?) {
        self.free = free
        self.wait = wait
    }

    /// - Parameters:
    ///   - windows: each with what it allows.
    ///   - ages: the age of each use, in milliseconds; nil for a reservation.
    ///   - pause: how long the budget is paused, in milliseconds.
    init(_ windows: [(window: BudgetWindow, allowance: Int)], ages: [Int64?], pause: Int64) {
        var free = Int.max
        var wait: Int64? = pause
        for (window, allowance) in windows {
            let counted = ages.filter { $0.map { $0 < window.milliseconds } ?? true }
            free = min(free, allowance.saturatingSubtracting(counted.count))
            guard counted.count >= allowance else { continue }
            // Room appears when enough of the oldest uses have left the window. Reservations leave it only when they are
            // given back, so they sort last.
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
    /// For jobs that may use the reserve.
    let all: BudgetRoom
    /// For all others.
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

    /// Whether one returned reservation makes room for a job of a priority.
    func isOneShort(for priority: Int) -> Bool {
        guard !isPaused else { return false }
        return windows.allSatisfy { window in
            let counted = ages.count { $0.map { $0 < window.milliseconds } ?? true }
            return counted <= window.allowance.saturatingSubtracting(priority <= self.priority ? 0 : window.reserve)
        }
    }
}

/// What a worker does in addition to its jobs: heartbeats, rescues, chores and periodic jobs.
extension Worker {
    func rescue(by rescuer: Rescuer) {
        do {
            let rescue = try rescuer.look()
            if !rescue.workers.isEmpty { report(.rescued(rescue)) }
        } catch {
            report(.trouble("\(error)"))
        }
    }

    func keepAlive(_ rescuer: Rescuer, _ watch: DoorbellWatch) async {
        var beatAt = queue.clock.steady()
        while !Task.isCancelled {
            do {
                if queue.clock.steady() - beatAt >= configuration.lease / 3 {
                    try queue.heartbeat(identity)
                    beatAt = queue.clock.steady()
                }
            } catch {
                report(.trouble("\(error)"))
            }
            // If the system reports deaths as events, this loop only has to find silent workers, so it can run less
            // often.
            let pause = configuration.rescueInterval.saturatingMultiplied(by: watch.hearsDeaths ? 4 : 1)
            await deaths.wait(atMost: min(pause, configuration.lease / 6), clock: queue.clock)
            if Task.isCancelled { return }
            checkPlace()
            rescue(by: rescuer)
            await storeMetrics()
        }
    }

    /// Stores the counts that the slots' own commits have not stored yet, if there are any.
    func storeMetrics() async {
        guard ledger.owes else { return }
        ledger.flush()
        do {
            try await commits.submit(GroupCommit.Item(closer: claimOnFinish) { _ in })
        } catch {
            report(.trouble("the counters cannot be stored yet: \(error)"))
        }
    }

    func runChoresOnce() {
        for chore in configuration.chores { run(chore) }
    }

    func runChores() async {
        await withDiscardingTaskGroup { group in
            for chore in configuration.chores {
                group.addTask { [self] in
                    while true {
                        guard (try? await queue.clock.sleep(chore.interval)) != nil else { return }
                        run(chore)
                    }
                }
            }
        }
    }

    /// Inserts each periodic job when the worker starts, if the current slot has no job yet, and then at the start of
    /// each slot.
    func runPeriodicJobs() async {
        await withDiscardingTaskGroup { group in
            for periodic in configuration.periodic {
                group.addTask { [self] in
                    while true {
                        insert(periodic)
                        let now = queue.clock.now()
                        let next = periodic.start(of: periodic.slot(at: now).saturatingAdding(1))
                        guard (try? await queue.clock.sleep(max(1, next.saturatingSubtracting(now)))) != nil else {
                            return
                        }
                    }
                }
            }
        }
    }

    private func insert(_ periodic: PeriodicJob) {
        do {
            if let insertion = try queue.insert(periodic) {
                report(.inserted(periodic: periodic.name, job: insertion.id))
                signal.ring()
            }
        } catch {
            report(.trouble("\(periodic.name): \(error)"))
        }
    }

    private func run(_ chore: Chore) {
        do {
            if try chore.run() { signal.ring() }
        } catch {
            report(.trouble("\(chore.name): \(error)"))
        }
    }
}

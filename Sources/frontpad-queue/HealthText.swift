internal import Intake
internal import JobQueue
internal import OrderSync
internal import Shop

/// Describes issues in words: what is wrong, since when, and what to do.
struct HealthText {
    private let now = QueueClock.system.now()

    private func time(_ milliseconds: Int64) -> String {
        LocalTime(milliseconds: milliseconds, in: .machine).text
    }

    /// Returns the issue as a finding of the doctor.
    func finding(_ issue: HealthIssue) -> Finding {
        issue.isBad(now: now) ? .bad(issue.area.rawValue, self(issue)) : .note(issue.area.rawValue, self(issue))
    }

    func callAsFunction(_ issue: HealthIssue) -> String {
        switch issue {
        case .invalidSetting(let problem): "\(problem); fix it with frontpad-queue settings set"
        case .conflict(let conflict): conflict.text
        case .parked(let reason): reason.description
        case .accountRefused(let since, let explanation, let whatToDo):
            "Frontpad has been rejecting orders since \(time(since)): \(explanation)"
                + (whatToDo.isEmpty ? "; they leave by themselves once it accepts them" : ". To be done: \(whatToDo)")
        case .sendingAbandoned(let orders):
            "\(orders.joined(separator: ", ")) was being sent when the last worker died, so Frontpad may have it: start "
                + "frontpad-worker, look for the order in Frontpad, then frontpad-queue resolve"
        case .workerSilent(let id, let pid, let since):
            "\(id) (pid \(pid)) is running, but has been silent for \(Console.span(now.saturatingSubtracting(since))): "
                + "it is frozen or waits for the disk; restart it"
        case .noWorker: "none is running, and jobs wait: start frontpad-worker"
        case .ordersRetried(let jobs):
            "\(jobs.count) orders wait since \(time(jobs.since)): Frontpad cannot be reached (\(jobs.error)); check the "
                + "network and frontpadapi_api_url. They are retried automatically"
        case .mailRetried(let jobs):
            "\(jobs.count) e-mails wait since \(time(jobs.since)): the mail server does not take them (\(jobs.error)); "
                + "check frontpadapi_smtp_url. They are retried automatically"
        case .shopRetried(let jobs):
            "\(jobs.count) updates of the shop wait since \(time(jobs.since)): frontpadapi_shop_command fails "
                + "(\(jobs.error)); repair it. They are retried automatically"
        case .mailGivenUp(let jobs):
            "\(jobs.count) e-mails were given up (\(jobs.error)): frontpad-queue show \(jobs.job) has the text of the last, "
                + "frontpad-queue retry \(jobs.job) sends it again"
        case .shopGivenUp(let jobs):
            "\(jobs.count) updates of the shop were given up (\(jobs.error)): frontpad-queue show \(jobs.job) has the last, "
                + "frontpad-queue retry \(jobs.job) runs it again"
        case .shopNotCompared(let since, let error):
            "nobody looks for orders that the shop failed to hand over: at \(time(since)) frontpadapi_shop_command did not "
                + "answer resync (\(error)). The package for MODX has a command that does. It is asked again automatically"
        case .documentsUnusable(let count, let name, let reason):
            "\(count) orders of the shop cannot be read, such as \(name) (\(reason)): enter them in Frontpad by hand, and "
                + "repair what frontpadapi_shop_command prints for them"
        case .queuePaused(let queue, let pause):
            "the queue \(queue) is paused since \(time(pause.since))\(HealthText.person(pause)) (\(pause.reason)): "
                + "frontpad-queue resume \(queue) lets it go on"
        case .ordersInDoubt(let count):
            "\(count) in doubt: they may or may not be in Frontpad (frontpad-queue orders --state in_doubt lists them): "
                + "look for them there, then frontpad-queue resolve"
        case .ordersFailed(let count): "\(count) were not sent: frontpad-queue orders --state failed says why"
        case .statusesUnmapped(let statuses):
            "Frontpad reported statuses that change nothing in the shop: \(statuses.joined(separator: ", ")); to change "
                + "that, add them to frontpadapi_matched_statuses"
        case .spoolWaiting(let count, let oldest, let folder):
            "\(count) documents wait in \(folder)"
                + (oldest.map { ", the oldest for \(Console.span(now.saturatingSubtracting($0)))" } ?? "")
                + ": start frontpad-worker; if they stay there, check that its user can read and delete them"
        case .spoolRefused(let count, let folder):
            "\(count) documents cannot be used: \(folder)/refused has each with its reason"
        }
    }

    /// Returns the text that a person reads under "to be done".
    func task(_ issue: HealthIssue) -> String {
        switch issue.area {
        case .workers, .orders: "\(issue.area.rawValue): \(self(issue))"
        case .settings, .frontpad, .queues, .mail, .shop, .spool: self(issue)
        }
    }

    /// Returns a phrase such as " by anna", or an empty text if nobody is named.
    static func person(_ pause: QueuePause) -> String { pause.by.isEmpty ? "" : " by \(pause.by)" }
}

extension Console {
    func health() throws -> HealthReport {
        try read { connection in
            try HealthReport.read(
                queue: queue, spool: SpoolFolder(path: location.spoolFolder), sendmail: SyncWorker.sendmail,
                on: connection)
        }
    }
}

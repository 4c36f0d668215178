internal import Intake
internal import JobQueue
internal import OrderSync
internal import Shop

/// The words of the screen `status` in one language. A label has at most nine characters. Names that commands take,
/// such as those of queues and states, stay as they are.
struct StatusText {
    static let paused = Bilingual(ru: "СТОП", en: "PAUSED")
    static let database = Bilingual(ru: "база", en: "database")
    static let orders = Bilingual(ru: "заказы", en: "orders")
    static let workers = Bilingual(ru: "программы", en: "workers")
    static let queuePaused = Bilingual(ru: "стоит", en: "paused")
    static let spool = Bilingual(ru: "файлы", en: "spool")
    static let jobs = Bilingual(ru: "задания", en: "jobs")
    static let noJobs = Bilingual(ru: "ни одно не ждёт", en: "none waiting")
    static let jobColumns = [
        Bilingual(ru: "очередь", en: "queue"), Bilingual(ru: "вид", en: "kind"),
        Bilingual(ru: "состояние", en: "state"), Bilingual(ru: "число", en: "count"),
    ]
    static let toBeDone = Bilingual(ru: "что нужно сделать:", en: "to be done:")

    private let language: Language

    init(_ language: Language) { self.language = language }

    func callAsFunction(_ text: Bilingual) -> String { text[language] }

    private func time(_ milliseconds: Int64) -> String {
        LocalTime(milliseconds: milliseconds, in: .machine).text
    }

    func orders(_ orders: [CRMState: Int]) -> String {
        let parts = CRMState.allCases.compactMap { state in
            orders[state].map { self(StatusText.count($0, of: state)) }
        }
        return parts.isEmpty ? self(Bilingual(ru: "пока нет", en: "none yet")) : parts.joined(separator: ", ")
    }

    private static func count(_ count: Int, of state: CRMState) -> Bilingual {
        let name =
            switch state {
            case .new: "ещё не отправлено"
            case .sending: "отправляется"
            case .sent: "принято"
            case .inDoubt: "под вопросом"
            case .failed: "не передано"
            }
        return Bilingual(ru: "\(name) \(count) (\(state.rawValue))", en: "\(count) \(state.rawValue)")
    }

    /// Says whether Frontpad accepts orders, and how many requests may be sent.
    func account(_ account: AccountState) -> String { self(StatusText.words(account, time)) }

    private static func words(_ account: AccountState, _ time: (Int64) -> String) -> Bilingual {
        if let breaker = account.breaker {
            let probe = account.nextProbe.map(Console.duration)
            return Bilingual(
                ru:
                    "не принимает заказы с \(time(breaker.openedAt)): \(account.explanation?.ru ?? "") (\(breaker.reason))"
                    + (probe.map { ", следующая попытка через \($0.ru)" } ?? ""),
                en: "has been rejecting orders since \(time(breaker.openedAt)) (\(breaker.reason): "
                    + "\(account.explanation?.en ?? ""))" + (probe.map { ", next try in \($0.en)" } ?? ""))
        }
        if account.freeRequests == .max {
            return Bilingual(
                ru: "ограничений ещё нет: программа отправки не запускалась",
                en: "no limit set yet, because no worker has run")
        }
        if account.freeRequests > 0 {
            return Bilingual(
                ru: "запросов можно отправить сейчас: \(account.freeRequests)",
                en: "\(account.freeRequests) requests may be sent now")
        }
        return Bilingual(
            ru: "лимит запросов исчерпан" + (account.nextRequest.map { ", следующий через \($0) мс" } ?? ""),
            en: "the limit is used up" + (account.nextRequest.map { ", next request in \($0) ms" } ?? ""))
    }

    func pollingWithdrawn(since: Int64) -> String {
        self(
            Bilingual(
                ru: "не отвечает на запросы статусов с \(time(since)), статусы приходят только вебхуками",
                en: "answers no status requests since \(time(since)); statuses come by webhook only"))
    }

    func worker(_ worker: WorkerRecord, now: Int64) -> String {
        let age = Console.duration(now.saturatingSubtracting(worker.heartbeatAt))
        let life =
            worker.isDead
            ? Bilingual(ru: "прервалась", en: "dead")
            : Bilingual(ru: "работает, сигнал \(age.ru) назад", en: "alive, heartbeat \(age.en) ago")
        return self(
            Bilingual(
                ru: "\(worker.id): pid \(worker.pid), заданий сразу: \(worker.concurrency), \(life.ru)",
                en: "\(worker.id): pid \(worker.pid), \(worker.concurrency) at once, \(life.en)"))
    }

    /// Returns since when a queue is paused, by whom and why.
    func pause(_ pause: QueuePause) -> String {
        self(
            Bilingual(
                ru: "с \(time(pause.since)) (\(pause.by.isEmpty ? "" : "\(pause.by): ")\(pause.reason))",
                en: "since \(time(pause.since))\(StatusText.person(pause)): \(pause.reason)"))
    }

    /// Returns an English phrase such as " by anna", or an empty text if nobody is named.
    static func person(_ pause: QueuePause) -> String { pause.by.isEmpty ? "" : " by \(pause.by)" }

    func spooled(_ count: Int) -> String {
        self(
            Bilingual(
                ru: "с заказами, ждут программы отправки: \(count)", en: "\(count) documents wait for a worker"))
    }

    func state(_ state: JobState) -> String {
        let name =
            switch state {
            case .scheduled: "отложено"
            case .available: "ждёт"
            case .running: "выполняется"
            case .completed: "готово"
            case .discarded: "прекращено"
            case .cancelled: "отменено"
            }
        return self(Bilingual(ru: "\(name) (\(state.rawValue))", en: state.rawValue))
    }
}

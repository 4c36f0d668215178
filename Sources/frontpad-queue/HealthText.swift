internal import Intake
internal import JobQueue
internal import OrderSync
internal import Shop

/// Describes issues in words: what is wrong, since when, and what to do. Causes that only an administrator understands,
/// such as the error of a job, are in English in both languages.
struct HealthText {
    private let now = QueueClock.system.now()

    private func time(_ milliseconds: Int64) -> String {
        LocalTime(milliseconds: milliseconds, in: .machine).text
    }

    /// Returns the issue as a finding of the doctor.
    func finding(_ issue: HealthIssue) -> Finding {
        let words = self(issue).en
        return issue.isBad(now: now) ? .bad(issue.area.rawValue, words) : .note(issue.area.rawValue, words)
    }

    /// Returns the text that a person reads under "to be done".
    func task(_ issue: HealthIssue) -> Bilingual {
        let text = self(issue)
        return switch issue.area {
        case .workers: Bilingual(ru: "программа отправки: \(text.ru)", en: "workers: \(text.en)")
        case .orders: Bilingual(ru: text.ru, en: "orders: \(text.en)")
        case .settings, .frontpad, .queues, .mail, .shop, .spool: text
        }
    }

    func callAsFunction(_ issue: HealthIssue) -> Bilingual {
        switch issue {
        case .invalidSetting(let problem):
            Bilingual(
                ru: "\(problem.ru). Исправьте: frontpad-queue settings set",
                en: "\(problem.en); fix it with frontpad-queue settings set")
        case .conflict(let conflict): conflict.text
        case .parked(let reason): reason.text
        case .accountRefused(let since, let explanation, let whatToDo):
            Bilingual(
                ru: "Frontpad не принимает заказы с \(time(since)): \(explanation.ru). "
                    + (whatToDo.map { "Что сделать: \($0.ru)" } ?? "Они уйдут сами, когда он начнёт их принимать"),
                en: "Frontpad has been rejecting orders since \(time(since)): \(explanation.en)"
                    + (whatToDo.map { ". To be done: \($0.en)" } ?? "; they leave by themselves once it accepts them"))
        case .sendingAbandoned(let orders):
            Bilingual(
                ru: "программа отправки прервалась, когда отправляла "
                    + (orders.count == 1 ? "заказ " : "заказы ") + orders.joined(separator: ", ") + ", и неизвестно, "
                    + (orders.count == 1 ? "принят ли он" : "приняты ли они")
                    + ". Запустите frontpad-worker, найдите заказ во Frontpad и ответьте: frontpad-queue resolve",
                en:
                    "\(orders.joined(separator: ", ")) was being sent when the last worker died, so Frontpad may have it: "
                    + "start frontpad-worker, look for the order in Frontpad, then frontpad-queue resolve")
        case .workerSilent(let id, let pid, let since):
            silent(id, pid, Console.duration(now.saturatingSubtracting(since)))
        case .noWorker:
            Bilingual(
                ru: "не запущена, а задания ждут. Запустите frontpad-worker",
                en: "none is running, and jobs wait: start frontpad-worker")
        case .ordersRetried(let jobs):
            Bilingual(
                ru:
                    "\(waiting(jobs, "заказ ждёт", "заказа ждут", "заказов ждут")): Frontpad недоступен (\(jobs.error)). "
                    + "Проверьте сеть и frontpadapi_api_url. Заказы уйдут сами",
                en:
                    "\(jobs.count) orders wait since \(time(jobs.since)): Frontpad cannot be reached (\(jobs.error)); check "
                    + "the network and frontpadapi_api_url. They are retried automatically")
        case .mailRetried(let jobs):
            Bilingual(
                ru: "\(waiting(jobs, "письмо ждёт", "письма ждут", "писем ждут")): почтовый сервер их не берёт "
                    + "(\(jobs.error)). Проверьте frontpadapi_smtp_url. Письма уйдут сами",
                en: "\(jobs.count) e-mails wait since \(time(jobs.since)): the mail server does not take them "
                    + "(\(jobs.error)); check frontpadapi_smtp_url. They are retried automatically")
        case .shopRetried(let jobs):
            Bilingual(
                ru:
                    "\(waiting(jobs, "обновление магазина ждёт", "обновления магазина ждут", "обновлений магазина ждут")): "
                    + "команда frontpadapi_shop_command не срабатывает (\(jobs.error)). Исправьте её. Обновления пройдут "
                    + "сами",
                en: "\(jobs.count) updates of the shop wait since \(time(jobs.since)): frontpadapi_shop_command fails "
                    + "(\(jobs.error)); repair it. They are retried automatically")
        case .mailGivenUp(let jobs):
            Bilingual(
                ru: "писем, которые не удалось отправить: \(jobs.count) (\(jobs.error)). Текст последнего: "
                    + "frontpad-queue show \(jobs.job), отправить его снова: frontpad-queue retry \(jobs.job)",
                en:
                    "\(jobs.count) e-mails were given up (\(jobs.error)): frontpad-queue show \(jobs.job) has the text of the "
                    + "last, frontpad-queue retry \(jobs.job) sends it again")
        case .shopGivenUp(let jobs):
            Bilingual(
                ru: "обновлений магазина, которые не удались: \(jobs.count) (\(jobs.error)). Последнее: "
                    + "frontpad-queue show \(jobs.job), выполнить его снова: frontpad-queue retry \(jobs.job)",
                en:
                    "\(jobs.count) updates of the shop were given up (\(jobs.error)): frontpad-queue show \(jobs.job) has the "
                    + "last, frontpad-queue retry \(jobs.job) runs it again")
        case .shopNotCompared(let since, let error):
            Bilingual(
                ru:
                    "заказы, которые магазин не передал, никто не ищет: команда frontpadapi_shop_command не ответила на "
                    + "запрос resync в \(time(since)) (\(error)). Такая команда есть в пакете для MODX. Запрос повторится сам",
                en:
                    "nobody looks for orders that the shop failed to hand over: at \(time(since)) frontpadapi_shop_command did "
                    + "not answer resync (\(error)). The package for MODX has a command that does. It is asked again "
                    + "automatically")
        case .documentsUnusable(let count, let name, let reason):
            Bilingual(
                ru:
                    "заказов магазина, которые не удалось прочитать: \(count), например \(name) (\(reason)). Введите их во "
                    + "Frontpad вручную и исправьте то, что для них печатает frontpadapi_shop_command",
                en:
                    "\(count) orders of the shop cannot be read, such as \(name) (\(reason)): enter them in Frontpad by hand, "
                    + "and repair what frontpadapi_shop_command prints for them")
        case .queuePaused(let queue, let pause):
            Bilingual(
                ru: "очередь \(queue) остановлена \(StatusText(.ru).pause(pause)). Продолжить: frontpad-queue resume "
                    + queue,
                en:
                    "the queue \(queue) is paused since \(time(pause.since))\(StatusText.person(pause)) (\(pause.reason)): "
                    + "frontpad-queue resume \(queue) lets it go on")
        case .ordersInDoubt(let count):
            Bilingual(
                ru: "заказов под вопросом: \(count). Неизвестно, приняты ли они. Список: frontpad-queue orders --state "
                    + "in_doubt. Найдите каждый во Frontpad и ответьте: frontpad-queue resolve",
                en:
                    "\(count) in doubt: they may or may not be in Frontpad (frontpad-queue orders --state in_doubt lists "
                    + "them): look for them there, then frontpad-queue resolve")
        case .ordersFailed(let count):
            Bilingual(
                ru: "непереданных заказов: \(count). Причины: frontpad-queue orders --state failed",
                en: "\(count) were not sent: frontpad-queue orders --state failed says why")
        case .statusesUnmapped(let statuses):
            Bilingual(
                ru:
                    "эти статусы Frontpad ничего не меняют в магазине: \(statuses.joined(separator: ", ")). Если должны, "
                    + "добавьте их в frontpadapi_matched_statuses",
                en:
                    "Frontpad reported statuses that change nothing in the shop: \(statuses.joined(separator: ", ")); to "
                    + "change that, add them to frontpadapi_matched_statuses")
        case .spoolWaiting(let count, let oldest, let folder):
            spooled(count, folder, oldest.map { Console.duration(now.saturatingSubtracting($0)) })
        case .spoolRefused(let count, let folder):
            Bilingual(
                ru:
                    "файлов с заказами, которые не подходят: \(count). Они лежат в \(folder)/refused, у каждого указана причина",
                en: "\(count) documents cannot be used: \(folder)/refused has each with its reason")
        }
    }

    /// Returns a text such as «2 заказа ждут с 2026-11-24 10:25:03».
    private func waiting(_ jobs: RetryingJobs, _ one: String, _ few: String, _ many: String) -> String {
        "\(jobs.count.russian(one, few, many).replacing("\u{A0}", with: " ")) с \(time(jobs.since))"
    }

    private func silent(_ id: String, _ pid: Int, _ duration: Bilingual) -> Bilingual {
        Bilingual(
            ru: "\(id) (pid \(pid)) запущена, но молчит уже \(duration.ru): зависла или ждёт диска. Перезапустите её",
            en:
                "\(id) (pid \(pid)) is running, but has been silent for \(duration.en): it is frozen or waits for the disk; "
                + "restart it")
    }

    private func spooled(_ count: Int, _ folder: String, _ age: Bilingual?) -> Bilingual {
        Bilingual(
            ru: "в \(folder) ждут файлы с заказами: \(count)" + (age.map { ", самый старый — уже \($0.ru)" } ?? "")
                + ". Запустите frontpad-worker; если они остались, проверьте, что его пользователь может их читать и "
                + "удалять",
            en: "\(count) documents wait in \(folder)" + (age.map { ", the oldest for \($0.en)" } ?? "")
                + ": start frontpad-worker; if they stay there, check that its user can read and delete them")
    }
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

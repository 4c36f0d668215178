public import Intake
internal import JobQueue
internal import SQLite
internal import Shop

/// Tells people about a restored database.
enum RestoreNotice {
    /// Tells the manager once for each restore, as soon as somebody is set to get e-mails.
    ///
    /// - Returns: whether an e-mail was queued.
    static func tell(queue: JobQueue) throws -> Bool {
        let untold = "SELECT 1 FROM restores WHERE told_at IS NULL AND resumed_at IS NULL"
        guard try queue.database.read({ try $0.scalar(untold, as: Int.self) }) != nil else { return false }
        return try queue.database.write { connection in
            let settings = try Settings.read(on: connection)
            guard !settings.managerEmail.isEmpty, let pause = try SendingPause.read(on: connection) else {
                return false
            }
            let text = ManagerText(language: settings.language)
            try Settlement(queue: queue, settings: settings).notify(
                subject: text.restoreSubject(), body: text.restoreBody(waiting: try Confirmation.count(on: connection)),
                reference: nil, topic: "restore:\(pause.noticedAt)", in: connection)
            try connection.run(
                "UPDATE restores SET told_at = ? WHERE told_at IS NULL AND resumed_at IS NULL", queue.clock.now())
            return true
        }
    }
}

extension SendingPause {
    /// For administrators: what happened, why, and what to do.
    public var explanation: String {
        "sending is paused: this database seems to be a copy (\(reason)); its unsent orders may have been sent since: "
            + "frontpad-queue confirm lists them and lets sending go on"
    }
}

extension ManagerText {
    func restoreSubject() -> String {
        language == .ru
            ? "Отправка заказов во Frontpad остановлена: база восстановлена из копии"
            : "No orders are sent to Frontpad: the database was restored from a copy"
    }

    /// - Parameter waiting: the number of orders that wait for a decision.
    func restoreBody(waiting: Int) -> String {
        language == .ru
            ? "Позвоните администратору: заказы во Frontpad не уходят, пока он не решит, что с ними делать.\n\nБаза очереди "
                + "заказов оказалась копией. Заказы, которые в ней ждут отправки (\(waiting)), могли уйти во "
                + "Frontpad после того, как копия была сделана. Поэтому сейчас не отправляется ничего; новые заказы "
                + "принимаются и ждут.\n\nАдминистратору: frontpad-queue confirm покажет эти заказы. Найдите их "
                + "во Frontpad и решите: frontpad-queue confirm ЗАКАЗ — отправить, frontpad-queue confirm ЗАКАЗ --hold "
                + "— не отправлять, --all или --none — все сразу. После первого решения новые заказы уходят сами.\n"
            : "Call the administrator: no orders leave for Frontpad until the administrator decides about them.\n\nThe database "
                + "of the queue has turned out to be a copy. The orders that wait in it (\(waiting)) may have "
                + "reached Frontpad after the copy was made. So nothing is sent now; new orders are taken in and wait."
                + "\n\nFor the administrator: frontpad-queue confirm lists these orders. Look for them in Frontpad "
                + "and decide: frontpad-queue confirm ORDER sends one, frontpad-queue confirm ORDER --hold does not, "
                + "--all or --none take them all. After the first decision new orders leave by themselves.\n"
    }

    func manyInDoubtSubject(count: Int) -> String {
        language == .ru ? "Проверьте во Frontpad заказы: \(count)" : "Look for \(count) orders in Frontpad"
    }

    /// The orders that a person has put in doubt at once after a restore, each with the details to find it by.
    func manyInDoubt(_ orders: [CRMOrder]) -> String {
        let head =
            language == .ru
            ? "Неизвестно, приняты ли эти заказы: \(mayHaveBeenSentSince()). Найдите каждый во Frontpad по телефону и "
                + "сумме. Нет во Frontpad — введите вручную или попросите администратора отправить заново, но не то и "
                + "другое сразу."
            : "It is not known whether Frontpad has these orders: \(mayHaveBeenSentSince()). Look for each in Frontpad by "
                + "phone and sum. If one is not there, enter it by hand or ask the administrator to send it again, but "
                + "not both."
        let list = orders.map { ([$0.name] + details(of: $0)).joined(separator: "; ") }
        let command =
            language == .ru
            ? "Администратору: frontpad-queue resolve ЗАКАЗ --sent НОМЕР или frontpad-queue resolve ЗАКАЗ --not-sent"
            : "For the administrator: frontpad-queue resolve ORDER --sent NUMBER or frontpad-queue resolve ORDER --not-sent"
        return ([head, ""] + list + ["", command]).joined(separator: "\n") + "\n"
    }

    func mayHaveBeenSentSince() -> String {
        language == .ru
            ? "база восстановлена из копии, и заказ мог уйти после того, как копия была сделана"
            : "the database was restored from a copy, and the order may have been sent since it was made"
    }
}

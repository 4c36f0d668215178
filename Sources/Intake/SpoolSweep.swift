internal import JSON
public import SQLite
internal import Shop

/// Moves the documents of the spool folder into the database.
public struct SpoolSweep: Sendable {
    public struct Report: Sendable, Hashable {
        public var taken = 0
        /// The number of webhooks that had no valid token of an attempt. Anybody can send such a webhook, so the sweep
        /// deletes it.
        public var forged = 0
        /// The unusable files that the sweep moved to the folder `refused`. The keys are file names, and the values
        /// are reasons.
        public var refused: [String: String] = [:]
        /// The files that could not be read or moved. The keys are file names, and the values are reasons. Such a file
        /// does not block the others.
        public var stuck: [String: String] = [:]
    }

    private let folder: SpoolFolder
    private let intake: OrderIntake
    private let webhooks: WebhookIntake
    private let articles: ArticleIntake
    private let settings: SettingsIntake

    public init(folder: SpoolFolder, database: Database) {
        self.folder = folder
        intake = OrderIntake(database: database)
        webhooks = WebhookIntake(database: database)
        articles = ArticleIntake(database: database)
        settings = SettingsIntake(database: database)
    }

    /// Stores the documents of all waiting files, the oldest first, and those of one order in the order of its events
    /// (``SpoolOrder``). A file is deleted only after its document is committed. After a crash in between, the next
    /// sweep stores the document once more. The second time changes nothing.
    ///
    /// - Parameter most: how many files are looked at. A checkout must not work through the thousands of a long outage.
    /// - Throws: if the database cannot accept a document. This file and the files after it stay in the folder.
    public func run(atMost most: Int = .max) throws -> Report {
        var report = Report()
        for entry in SpoolOrder(folder).sorted(folder.entries(atMost: most)) {
            do {
                try take(entry, &report)
            } catch let failure as SpoolFolder.Failure {
                if failure.isNoPlainFile, (try? folder.refuse(entry, reason: SpoolSweep.noPlainFile)) != nil {
                    report.refused[entry.name] = SpoolSweep.noPlainFile
                } else {
                    report.stuck[entry.name] = failure.description
                }
            }
        }
        return report
    }

    private static let noPlainFile = "it is a link, a device, or a file that has another name too"

    private func take(_ entry: SpoolFolder.Entry, _ report: inout Report) throws {
        guard let bytes = try folder.read(entry, limit: OrderDocument.limits.maxBytes) else { return }
        do {
            switch entry.kind {
            case .order: _ = try intake.store([OrderIntake.Item(bytes)])
            case .hook: try take(SpooledWebhook(bytes))
            case .article: _ = try articles.store(try SavedArticle(bytes))
            case .settings: _ = try settings.store(try SettingsDocument.parse(bytes))
            }
            folder.remove(entry)
            report.taken += 1
        } catch let error as OrderDocumentError {
            try refuse(entry, because: error.description, &report)
        } catch Webhook.Refusal.notProved {
            folder.remove(entry)
            report.forged += 1
        } catch let error as Webhook.Refusal {
            try refuse(entry, because: error.description, &report)
        } catch let error as SavedArticle.Refusal {
            try refuse(entry, because: error.description, &report)
        } catch let error as SettingsDocument.Refusal {
            try refuse(entry, because: error.description, &report)
        }
    }

    private func take(_ spooled: SpooledWebhook?) throws {
        guard let spooled else { throw Webhook.Refusal.notReadable }
        guard let webhook = try Webhook.read(spooled.body, query: spooled.query) else { return }
        _ = try webhooks.store(webhook)
    }

    private func refuse(_ entry: SpoolFolder.Entry, because reason: String, _ report: inout Report) throws {
        try folder.refuse(entry, reason: reason)
        report.refused[entry.name] = reason
    }
}

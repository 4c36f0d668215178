internal import JSON
public import SQLite
internal import Shop

/// Moves the documents of the spool folder into the database.
public struct SpoolSweep: Sendable {
    public struct Report: Sendable, Hashable {
        public var taken = 0
        /// Webhooks without the token of an attempt. They are deleted: anybody can send them, and nobody needs them.
        public var forged = 0
        /// The files that could not be used and were moved aside, with the reasons.
        public var refused: [String: String] = [:]
        /// The files that could be neither read nor moved aside, with the reasons. They do not block others.
        public var stuck: [String: String] = [:]
    }

    private let folder: SpoolFolder
    private let intake: OrderIntake
    private let webhooks: WebhookIntake
    private let articles: ArticleIntake

    public init(folder: SpoolFolder, database: Database) {
        self.folder = folder
        intake = OrderIntake(database: database)
        webhooks = WebhookIntake(database: database)
        articles = ArticleIntake(database: database)
    }

    /// Moves all waiting files, the oldest first. A file is deleted only after the commit. A crash in between makes the next
    /// sweep store it again, which changes nothing.
    ///
    /// - Throws: if the database cannot accept them. The files stay.
    public func run() throws -> Report {
        var report = Report()
        for entry in folder.entries() {
            do {
                try take(entry, &report)
            } catch let failure as SpoolFolder.Failure {
                report.stuck[entry.name] = failure.description
            }
        }
        return report
    }

    private func take(_ entry: SpoolFolder.Entry, _ report: inout Report) throws {
        guard let bytes = try folder.read(entry, limit: OrderDocument.limits.maxBytes) else { return }
        do {
            switch entry.kind {
            case .order: _ = try intake.store([OrderIntake.Item(bytes)])
            case .hook: try take(SpooledWebhook(bytes))
            case .article: _ = try articles.store(try SavedArticle(bytes))
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

internal import JobQueue
public import SQLite

/// The schema of the queue's database. It has two series of migrations, one for the job queue and one for the shop's
/// data.
public enum IntakeSchema {
    public static let series = MigrationSeries(
        name: "shop",
        migrations: [
            Migration(fileName: "m0001_intake", bytes: PackageResources.m0001_intake_sql),
            Migration(fileName: "m0002_crm_events", bytes: PackageResources.m0002_crm_events_sql),
            Migration(fileName: "m0003_generation", bytes: PackageResources.m0003_generation_sql),
            Migration(fileName: "m0004_articles", bytes: PackageResources.m0004_articles_sql),
            Migration(fileName: "m0005_same_order", bytes: PackageResources.m0005_same_order_sql),
            Migration(fileName: "m0006_order_identity", bytes: PackageResources.m0006_order_identity_sql),
            Migration(fileName: "m0007_told_troubles", bytes: PackageResources.m0007_told_troubles_sql),
            Migration(fileName: "m0008_api_address", bytes: PackageResources.m0008_api_address_sql),
            Migration(fileName: "m0009_webhook_tokens", bytes: PackageResources.m0009_webhook_tokens_sql),
            Migration(fileName: "m0010_alarms", bytes: PackageResources.m0010_alarms_sql),
            Migration(fileName: "m0011_resync", bytes: PackageResources.m0011_resync_sql),
            Migration(
                fileName: "m0012_status_before_error", bytes: PackageResources.m0012_status_before_error_sql),
        ])

    /// All series, in the order in which they are applied. Triggers of the second series insert into tables of the
    /// first.
    public static let all = [QueueSchema.series, series]
}

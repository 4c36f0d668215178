public import SQLite

/// The queue's own tables. Their migrations form a series of their own.
public enum QueueSchema {
    public static let series = MigrationSeries(
        name: "queue",
        migrations: [
            Migration(fileName: "m0001_jobs", bytes: PackageResources.m0001_jobs_sql),
            Migration(fileName: "m0002_control", bytes: PackageResources.m0002_control_sql),
            Migration(fileName: "m0003_lease_and_clock", bytes: PackageResources.m0003_lease_and_clock_sql),
        ])
}

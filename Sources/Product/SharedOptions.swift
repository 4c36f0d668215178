public import CommandKit
internal import Intake

/// The options that several programs of this package share.
public enum SharedOptions {
    /// The path of the database. ``QueueLocation`` interprets it.
    public static let db = Option(
        "--db", "PATH",
        "The database of the queue. Default: $\(QueueLocation.environmentVariable), or else \(QueueLocation.defaultPath)."
    )

    public static let json = Flag("--json", "Print JSON; its names are the names of the database's columns.")
}

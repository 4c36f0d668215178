public import CommandKit
internal import Intake

extension Release {
    public static let current = Release(product: "frontpad-queue", version: "0.1.0", date: "2026-11-27")
}

extension Manual {
    /// Returns the environment variables of the programs that send requests to Frontpad.
    ///
    /// - Parameters:
    ///   - secretVariable: the name of the variable that holds the account's secret.
    ///   - credential: the name of the systemd credential that holds it.
    public static func secret(variable secretVariable: String, credential: String) -> [Entry] {
        [
            (secretVariable, "The account's secret, if it is not stored in the database."),
            (
                "CREDENTIALS_DIRECTORY",
                "Set by systemd. The account's secret may be the credential \(credential) in this folder."
            ),
        ]
    }

    /// Returns the closing sections of the man page for a program that works with the queue's database.
    ///
    /// - Parameters:
    ///   - environment: the variables that this program reads, in addition to the database's path.
    ///   - seeAlso: the other programs that a reader may need.
    public static func frontpadQueue(environment: [Entry] = [], seeAlso: [String]) -> Manual {
        let path = QueueLocation.defaultPath
        return Manual(
            exitStatuses: [
                (.success, "Done."), (.failure, "Not done; the message says why."),
                (.usage, "The command line is wrong."),
                (.data, "The input cannot be used."), (.noInput, "An input file cannot be opened."),
                (.unavailable, "Frontpad does not answer."), (.cannotCreate, "A file cannot be created."),
                (.inputOutput, "Reading or writing a file, or standard output, failed."),
                (.tryAgain, "Not done now; the same command may succeed later."),
                (.configuration, "The configuration is wrong; the message says what to change."),
            ],
            environment: [(QueueLocation.environmentVariable, "The path of the database, where --db is not given.")]
                + environment,
            files: [
                (path, "The database. It holds customers' data and the secret of the account."),
                (
                    path + "-wal",
                    "Its write-ahead log, and \(path)-shm, the index of that log. They belong to the database: "
                        + "never delete them while a program runs."
                ),
                (path + "-lock", "The lock under which the programs take turns to write."),
                (path + "-doorbell", "A writer touches this file to wake the workers."),
                (path + "-generation", "Shows whether the database is the original or a copy of it."),
                (path + "-workers/", "A lock file for each running worker."),
                (
                    path + "-spool/",
                    "Documents that could not be written into the database. Workers take them in. Those "
                        + "that cannot be used are in the folder refused, each with the reason."
                ),
            ],
            seeAlso: seeAlso)
    }
}

/// The error of a worker whose database files were replaced, moved or deleted while it ran. The worker has finished
/// its running jobs and has started no more. The results of those jobs are in the old files.
public struct DatabaseReplacedError: Error, Sendable, CustomStringConvertible {
    public let path: String

    public var description: String {
        "\(path) or a file beside it was replaced, moved or deleted while the worker had it open: the worker ends after its "
            + "running jobs; the next one opens the file that is there"
    }
}

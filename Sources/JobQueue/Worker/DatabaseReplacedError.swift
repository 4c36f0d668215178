/// The files of a worker's database were replaced, moved or deleted while it ran. It has finished its running jobs, whose
/// results are in the old files, and has started no more.
public struct DatabaseReplacedError: Error, Sendable, CustomStringConvertible {
    public let path: String

    public var description: String {
        "\(path) or a file beside it was replaced, moved or deleted while the worker had it open: the worker ends after its "
            + "running jobs; the next one opens the file that is there"
    }
}

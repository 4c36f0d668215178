/// The reason why an order document cannot be used, with the path of the wrong value.
public struct OrderDocumentError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The path of the wrong value, such as "products[2].count". It is empty if the document as a whole is wrong.
    public let path: String
    /// What is wrong and what is expected, such as "must be a whole number from 1 to 10000, not -3".
    public let problem: String

    public init(path: String, problem: String) {
        self.path = path
        self.problem = problem
    }

    public var description: String { path.isEmpty ? problem : "\(path): \(problem)" }
}

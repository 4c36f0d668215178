internal import JSON

/// A webhook in a spool file. The file is one JSON object with the body of the webhook and the query of its URL.
public struct SpooledWebhook: Sendable, Hashable {
    public let body: [UInt8]
    /// The query of the URL, or nil if the URL is not known.
    public let query: String?

    public init(body: [UInt8], query: String?) {
        self.body = body
        self.query = query
    }

    /// The content of the file. Bytes of the body that are not UTF-8 are replaced.
    public var bytes: [UInt8] {
        let json: JSON = ["body": .string(String(decoding: body, as: UTF8.self)), "query": JSON(query)]
        return Array(json.serialized().utf8)
    }

    /// - Returns: nil if the file does not have this form.
    public init?(_ bytes: [UInt8]) {
        let limits = JSON.Limits(maxBytes: 8 * Webhook.maxBytes, maxDepth: 4)
        guard let json = try? JSON.parse(bytes, limits: limits), let body = json["body"]?.string else { return nil }
        self.init(body: Array(body.utf8), query: json["query"]?.string)
    }
}

internal import JSON

/// A webhook in a file of the spool: its body and the query of its address, as one JSON object.
public struct SpooledWebhook: Sendable, Hashable {
    public let body: [UInt8]
    /// nil if the address is not known.
    public let query: String?

    public init(body: [UInt8], query: String?) {
        self.body = body
        self.query = query
    }

    /// Bytes that are not UTF-8 are replaced. The body was already parsed once before.
    public var bytes: [UInt8] {
        let json: JSON = ["body": .string(String(decoding: body, as: UTF8.self)), "query": JSON(query)]
        return Array(json.serialized().utf8)
    }

    /// - Returns: nil if the file is not of this form.
    public init?(_ bytes: [UInt8]) {
        let limits = JSON.Limits(maxBytes: 8 * Webhook.maxBytes, maxDepth: 4)
        guard let json = try? JSON.parse(bytes, limits: limits), let body = json["body"]?.string else { return nil }
        self.init(body: Array(body.utf8), query: json["query"]?.string)
    }
}

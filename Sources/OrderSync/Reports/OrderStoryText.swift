public import Shop

/// The story of an order as lines, in one language.
public struct OrderStoryText: Sendable {
    /// Which order, and how far it is.
    public let heading: String
    /// What else is to be known about it now.
    public let notes: [String]
    /// When, in milliseconds since 1970 in UTC, and what happened.
    public let entries: [(at: Int64, text: String)]
    /// The headings of the table of jobs: id, kind, state, attempt, time, reason.
    public let jobColumns: [String]

    public init(_ story: OrderStory, _ language: Language) {
        let order = story.order
        func text(_ message: Message) -> String { OrderStoryText.plain(message[language]) }
        heading = text(
            StoryMessages.heading(
                name: order.uniqueName + (order.num.map { " (\($0))" } ?? ""), state: order.crmState,
                id: order.crmOrderID,
                number: order.crmOrderNumber))
        var notes: [String] = []
        if story.crmOrderIDs.count > 1 {
            notes.append(text(StoryMessages.severalIDs(story.crmOrderIDs.joined(separator: ", "))))
        }
        if let reason = order.reason { notes.append(OrderStoryText.plain(reason)) }
        if order.isArchived { notes.append(text(StoryMessages.archived(id: order.id))) }
        if order.cancelledAt != nil { notes.append(text(StoryMessages.cancelled)) }
        if order.status == nil, order.cancelledAt == nil { notes.append(text(StoryMessages.removed)) }
        self.notes = notes
        entries = story.entries.map { ($0.at, text(StoryMessages.entry($0.event, detail: $0.detail))) }
        jobColumns = StoryMessages.jobColumns.map(text)
    }

    /// A screen is searched with grep, where a non-breaking space is no space.
    private static func plain(_ text: String) -> String { text.replacing("\u{A0}", with: " ") }
}

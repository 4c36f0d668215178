public import Shop

/// The story of an order as lines of text in one language.
public struct OrderStoryText: Sendable {
    /// The line that names the order and its state.
    public let heading: String
    /// More facts about the order's present state.
    public let notes: [String]
    /// The things that happened. `at` is the time in milliseconds since 1970 (UTC).
    public let entries: [(at: Int64, text: String)]
    /// The column headings of the table of jobs. The columns are id, kind, state, attempt, time and reason.
    public let jobColumns: [String]

    public init(_ story: OrderStory, _ language: Language) {
        let order = story.order
        func text(_ message: Message) -> String { message.plain[language] }
        heading = text(
            StoryMessages.heading(
                name: order.uniqueName + (order.num.map { " (\($0))" } ?? ""), state: order.crmState,
                id: order.crmOrderID,
                number: order.crmOrderNumber))
        var notes: [String] = []
        if story.crmOrderIDs.count > 1 {
            notes.append(text(StoryMessages.severalIDs(story.crmOrderIDs.joined(separator: ", "))))
        }
        if let reason = order.reason { notes.append(text(Message(ru: reason, en: reason))) }
        if order.isArchived { notes.append(text(StoryMessages.archived(id: order.id))) }
        if order.cancelledAt != nil { notes.append(text(StoryMessages.cancelled)) }
        if order.status == nil, order.cancelledAt == nil { notes.append(text(StoryMessages.removed)) }
        self.notes = notes
        entries = story.entries.map { ($0.at, text(StoryMessages.entry($0.event, detail: $0.detail))) }
        jobColumns = StoryMessages.jobColumns.map(text)
    }
}

/// The language of what a shop's manager reads.
public enum Language: String, Sendable, CaseIterable {
    case ru
    case en
}

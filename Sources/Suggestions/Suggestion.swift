/// Finds the word that a person may have meant.
public enum Suggestion {
    /// Returns the candidate that is most similar to a word, or nil if no candidate is similar enough.
    public static func nearest(to word: String, among candidates: [String]) -> String? {
        let limit = max(2, word.count / 4)
        let ranked = candidates.map { (candidate: $0, distance: distance(word.lowercased(), $0.lowercased())) }
        return ranked.min { $0.distance < $1.distance }.flatMap { $0.distance <= limit ? $0.candidate : nil }
    }

    /// Returns the phrase "; did you mean «x»?", or an empty text if there is no suggestion.
    public static func phrase(for word: String, among candidates: [String]) -> String {
        nearest(to: word, among: candidates).map { "; did you mean «\($0)»?" } ?? ""
    }

    /// Returns the smallest number of insertions, deletions and replacements that turn one word into the other
    /// (Levenshtein distance).
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.prefix(100))
        let right = Array(right.prefix(100))
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (a == b ? 0 : 1))
                diagonal = row[j + 1]
                row[j + 1] = next
            }
        }
        return row[right.count]
    }
}

internal import JSON

extension FrontpadClient {
    /// Asks for the products that the kitchen cannot make at the moment.
    ///
    /// - Parameter beforeFirstByte: see ``newOrder(_:beforeFirstByte:)``.
    /// - Returns: the stopped products. The list is empty if the CRM answers `no_stops`. This code is part of a
    ///   successful answer (API facts, section 3, get_stops).
    public func stops(
        beforeFirstByte: @escaping @Sendable () -> Bool = { true }
    ) async -> LookupOutcome<[FrontpadProduct]> {
        let lookup = Lookup(method: "get_stops", maxAnswer: FrontpadClient.maxList) { answer in
            if let products = FrontpadProduct.list(in: answer) { return products }
            // Some accounts write the code only in `description`.
            let codes = ["error", "description"].compactMap { FrontpadAnswer.text(answer[$0]) }
            return codes.contains { FrontpadErrorCode($0) == .noStops } ? [] : nil
        }
        let outcome = await perform(lookup, beforeFirstByte: beforeFirstByte)
        if case .refused(.noStops) = outcome { return .answered([]) }
        return outcome
    }
}

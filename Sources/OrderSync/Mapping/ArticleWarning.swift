internal import Frontpad
internal import Shop

/// A line of an order that the kitchen will probably not see.
struct ArticleWarning: Sendable, Hashable {
    /// Its index in the request.
    let line: Int
    let name: String
    let article: String
    /// The CRM knows it, and its kitchen does not make it at present.
    let isStopped: Bool

    /// A sentence without its full stop.
    func text(_ language: Language) -> String {
        switch (isStopped, language) {
        case (false, .ru): "Frontpad не знает артикул «\(article)» товара «\(name)»"
        case (false, .en): "Frontpad does not know the article «\(article)» of «\(name)»"
        case (true, .ru): "«\(name)» (артикул «\(article)») в стоп-листе Frontpad"
        case (true, .en): "«\(name)» (the article «\(article)») is on Frontpad's stop list"
        }
    }

    /// Whether the CRM has said the same of it after it took the order.
    func isRepeated(by warnings: [FrontpadWarning]) -> Bool {
        warnings.contains { warning in
            if case .invalidProductKeys(let keys) = warning { keys.contains(line) } else { false }
        }
    }
}

extension MappedOrder {
    /// What is to be said beside the CRM's own warnings.
    func notices(beside warnings: [FrontpadWarning]) -> [OrderNotice] {
        notices.filter { notice in
            if case .article(let doubt) = notice { !doubt.isRepeated(by: warnings) } else { true }
        }
    }
}

extension OrderNotice {
    /// Whether a part of the order is missing in the kitchen, so that the manager has to act.
    var isMissingLine: Bool {
        if case .article = self { true } else { false }
    }
}

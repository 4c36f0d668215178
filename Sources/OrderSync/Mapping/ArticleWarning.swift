internal import Frontpad
internal import Shop

/// A line of an order that will probably be missing in the kitchen.
struct ArticleWarning: Sendable, Hashable {
    /// The index of the line in the request.
    let line: Int
    let name: String
    let article: String
    /// Whether the CRM knows the article but has it on its stop list.
    let isStopped: Bool

    /// Whether the CRM itself warned about the same line when it accepted the order.
    func isRepeated(by warnings: [FrontpadWarning]) -> Bool {
        warnings.contains { warning in
            if case .invalidProductKeys(let keys) = warning { keys.contains(line) } else { false }
        }
    }
}

extension MappedOrder {
    /// The notices that the CRM's own warnings do not repeat.
    func notices(beside warnings: [FrontpadWarning]) -> [OrderNotice] {
        notices.filter { notice in
            if case .article(let doubt) = notice { !doubt.isRepeated(by: warnings) } else { true }
        }
    }
}

extension OrderNotice {
    /// Whether the notice only says that a product is on the CRM's stop list.
    var isOnStopList: Bool {
        if case .article(let warning) = self { warning.isStopped } else { false }
    }

    /// Whether the manager must act. This is the case if a part of the order is missing in the kitchen, or if the
    /// kitchen charges another sum.
    var isMissingLine: Bool {
        switch self {
        case .article, .modificationWithoutArticle, .modificationMissing, .deliveryWithoutArticle, .sumsDiffer,
            .priceUnknown:
            true
        case .leftOut(.datetime, _, _): true
        case .cut, .leftOut, .twoDiscounts, .phoneAsGiven: false
        }
    }
}

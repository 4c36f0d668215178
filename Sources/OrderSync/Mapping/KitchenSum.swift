internal import Frontpad
internal import Shop

/// Compares the sum that the kitchen will charge with the sum that the buyer agreed to pay. Makes them equal with
/// prices and a discount, as far as possible.
struct KitchenSum: Sendable {
    /// The CRM's prices by article.
    private let prices: [String: Money]
    private let settings: Settings

    init(prices: [String: Money], settings: Settings) {
        self.prices = prices
        self.settings = settings
    }

    /// Adds prices and a discount to the request as the settings say. If the sums still differ, a notice is added.
    func settle(_ mapped: MappedOrder) -> MappedOrder {
        var mapped = mapped
        guard let agreed = mapped.shopSum else { return mapped }
        if settings.sendPrices { addPrices(to: &mapped) }
        let (full, unknown) = sum(of: mapped)
        // If the request has its own discount, no other discount is added. The CRM itself applies certificates and
        // points. A discount that the shop's owner maps to a field should be the only one.
        let hasOwnDiscount = [.sale, .saleAmount, .score, .certificate].contains { mapped.order.fields[$0] != nil }
        if settings.sendDiscounts, !hasOwnDiscount, full > agreed, !(agreed < .zero) {
            let discount = full - agreed
            mapped.order.fields[.saleAmount] = discount.text
            mapped.discount = discount
        }
        let charged = full - discount(in: mapped.order, of: full)
        if (charged - agreed).magnitude > settings.sumTolerance {
            mapped.notices.append(.sumsDiffer(shop: agreed, kitchen: charged))
        } else if let unknown {
            // The kitchen may charge another price for this line.
            mapped.notices.append(.priceUnknown(line: unknown))
        }
        return mapped
    }

    /// Adds the price of each line. In the shop, the price of a line includes its modifiers. In the CRM, modifiers are
    /// separate lines, so their prices are subtracted.
    private func addPrices(to mapped: inout MappedOrder) {
        for index in mapped.order.products.indices {
            guard let price = mapped.linePrices[index] else { continue }
            var own = price
            var isKnown = true
            for modifier in mapped.order.products where modifier.parent == index {
                guard let modifierPrice = prices[modifier.article] else {
                    isKnown = false
                    break
                }
                own = own - modifierPrice
            }
            if isKnown, !(own < .zero) { mapped.order.products[index].price = own.text }
        }
    }

    /// - Returns: the sum before discounts, and the name of the first line with an unknown price. If the CRM's price
    ///   of a line is not known, the line counts with its price in the shop. If the shop gives the line for free or
    ///   has no price for it, its price is unknown.
    private func sum(of mapped: MappedOrder) -> (Money, unknown: String?) {
        var sum = Money.zero
        var unknown: String?
        for (index, product) in mapped.order.products.enumerated() {
            if let price = product.price.flatMap({ Money($0) }) ?? prices[product.article] {
                sum = sum + price * product.count
            } else if let price = mapped.linePrices[index] {
                sum = sum + price * product.count
                if price == .zero { unknown = unknown ?? mapped.lineNames[index] }
            } else if product.parent == nil {
                unknown = unknown ?? mapped.lineNames[index]
            }
        }
        return (sum, unknown)
    }

    private func discount(in order: NewOrder, of full: Money) -> Money {
        if let amount = order.fields[.saleAmount].flatMap({ Money($0) }) { return min(amount, full) }
        if let percent = order.fields[.sale].flatMap({ Int($0) }) { return full.percent(percent) }
        return .zero
    }
}

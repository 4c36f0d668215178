/// A web page for the shop's owner. It lists the orders, latest first, and the browser refreshes it.
enum OrdersPage {
    private static let most = 200

    static func html(_ orders: [Order], catalogue: Catalogue) -> String {
        let shown = orders.suffix(most).reversed()
        let rows = shown.map { row($0, catalogue) }.joined()
        return """
            <!DOCTYPE html>
            <html lang="ru"><head><meta charset="utf-8"><meta http-equiv="refresh" content="5">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Песочница Frontpad: заказы</title>
            <style>
            body { font: 16px/1.4 system-ui, sans-serif; margin: 1.5rem; max-width: 60rem; color: #222 }
            article { border: 1px solid #ccc; border-radius: 6px; padding: .6rem 1rem; margin: 1rem 0 }
            h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin: 0 } ul { margin: .5rem 0; padding-left: 1.2rem }
            small { color: #666 }
            </style></head><body>
            <h1>Песочница Frontpad: заказы (\(orders.count))</h1>
            <p><small>Это учебная замена Frontpad: заказы отсюда никуда не идут. Страница обновляется сама.</small></p>
            \(orders.isEmpty ? "<p>Заказов пока нет.</p>" : rows)
            </body></html>
            """
    }

    private static func row(_ order: Order, _ catalogue: Catalogue) -> String {
        let details: [(label: String, names: [String])] = [
            ("Клиент", ["name", "phone", "mail"]), ("Адрес", ["street", "home", "pod", "et", "apart"]),
            ("К времени", ["datetime"]), ("Персон", ["person"]), ("Примечание", ["descr"]),
            ("Скидка, %", ["sale"]), ("Скидка, ₽", ["sale_amount"]), ("Сертификат", ["certificate"]),
            ("Оплата (код)", ["pay"]),
        ]
        let lines = order.lines.filter { $0.parent == nil }.map { line in
            let modifiers = order.lines.filter { $0.parent == line.key }.map { "<li>\(text($0, catalogue))</li>" }
            let list = modifiers.isEmpty ? "" : "<ul>\(modifiers.joined())</ul>"
            return "<li>\(text(line, catalogue))\(list)</li>"
        }
        let paragraphs = details.compactMap { detail -> String? in
            let values = detail.names.compactMap(order.field).filter { !$0.isEmpty }
            return values.isEmpty ? nil : "<div>\(detail.label): \(escaped(values.joined(separator: ", ")))</div>"
        }
        return """
            <article><h2>Заказ № \(order.number) — \(escaped(OrderStatus.name(order.status)))</h2>
            <small>\(LocalTime.text(order.receivedAt)), код \(order.id)</small>
            <ul>\(lines.joined())</ul>\(paragraphs.joined())</article>

            """
    }

    private static func text(_ line: Order.Line, _ catalogue: Catalogue) -> String {
        let name = catalogue.product(line.article).map { "\($0.name) (\(line.article))" } ?? line.article
        return escaped("\(name) × \(line.count)")
    }

    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

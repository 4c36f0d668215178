internal import CommandKit
internal import Intake
internal import JSON
internal import JobQueue
internal import OrderSync
internal import SQLite

/// `frontpad-queue articles`.
struct ArticlesCommand {
    private let console: Console

    init(_ console: Console) { self.console = console }

    func run() throws -> ExitStatus {
        let limit = try console.limit()
        let onlyUnknown = console.command.flag("--unknown")
        let (rows, catalogue) = try console.read { connection in
            (
                try ArticleRow.list(onlyUnknown: onlyUnknown, limit: limit, on: connection),
                try ArticleCatalogue.read(on: connection)
            )
        }
        if console.isJSON {
            console.print(.array(rows.map(\.json)))
            return .success
        }
        if rows.isEmpty {
            console.print("no such articles")
        } else {
            var table = Table(["article", "product_id", "state", "changed_at", "checked_at", "name"])
            for row in rows {
                table.add([
                    row.article, row.productID.map { "\($0)" } ?? "", row.state, console.time(row.changedAt),
                    row.checkedAt.map(console.time) ?? "", row.name ?? "",
                ])
            }
            console.print(table)
            if rows.count == limit { console.print("… the newest \(limit); --limit N shows more") }
        }
        let age = catalogue.age(now: console.queue.clock.now())
        console.print(
            age.map { "Frontpad's products were fetched \(Console.span($0)) ago" }
                ?? "Frontpad's products have not been fetched yet")
        return .success
    }
}

extension ArticleRow {
    /// Under the column names of the view `article_states`.
    fileprivate var json: JSON {
        [
            "article": .string(article), "product_id": JSON(productID), "state": .string(state), "name": JSON(name),
            "price": JSON(price), "changed_at": .number(changedAt), "checked_at": JSON(checkedAt),
            "told_at": JSON(toldAt),
        ]
    }
}

internal import CommandKit
internal import Intake
internal import JSON
internal import JobQueue
internal import OrderSync
internal import Product
internal import SQLite

/// The command `frontpad-queue articles`.
enum ArticlesCommand {
    private static let unknown = Flag("--unknown", "Show only articles that Frontpad does not have.")

    static let command = Command(
        "articles", "List the articles that the shop has saved, and whether Frontpad has them.",
        parameters: [unknown, Console.limit, SharedOptions.json],
        examples: [Example("frontpad-queue articles --unknown", "What to fix in the shop or in Frontpad.")], run: run)

    private static func run(_ input: Input, _ console: Console) throws -> ExitStatus {
        let limit = input[Console.limit] ?? (input[SharedOptions.json] ? .max : Console.defaultLimit)
        let (rows, catalogue) = try console.read { connection in
            (
                try ArticleRow.list(onlyUnknown: input[unknown], limit: limit, on: connection),
                try ArticleCatalogue.read(on: connection)
            )
        }
        if input[SharedOptions.json] {
            console.print(.array(rows.map(\.json)))
            return .success
        }
        if rows.isEmpty {
            console.print("no such articles")
        } else {
            var table = Table(["article", "product_id", "state", "changed_at", "checked_at", "name"])
            for row in rows {
                table.add([
                    row.article, row.productID.map { "\($0)" } ?? "", row.state.rawValue, console.time(row.changedAt),
                    row.checkedAt.map(console.time) ?? "", row.name ?? "",
                ])
            }
            console.print(table)
            console.noteLimit(limit, shown: rows.count)
        }
        let age = catalogue.age(now: console.queue.clock.now())
        console.print(
            age.map { "Frontpad's products were fetched \(Console.span($0)) ago" }
                ?? "Frontpad's products have not been fetched yet")
        return .success
    }
}

extension ArticleRow {
    /// The article as JSON, with the column names of the view `article_states`.
    fileprivate var json: JSON {
        [
            "article": .string(article), "product_id": JSON(productID), "state": .string(state.rawValue),
            "name": JSON(name),
            "price": JSON(price), "changed_at": .number(changedAt), "checked_at": JSON(checkedAt),
            "told_at": JSON(toldAt),
        ]
    }
}

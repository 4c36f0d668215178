internal import CommandKit
internal import Intake
internal import JSON
internal import JobQueue

/// The command `frontpad-enqueue article`.
enum ArticleCommand {
    private static let article = Argument("ARTICLE", "The article of a product or of one of its modifications.")
    private static let product = NumberOption("--product", "ID", "The product's id in the shop.", in: 1...Int.max)

    static let command = Command(
        "article", "Take in the article of a saved product, and say whether Frontpad has it.",
        discussion: [
            "The answer comes at once, from the products that were last fetched from Frontpad; it says how old they are. A "
                + "worker checks the article again against newer products and tells the manager once if Frontpad does not "
                + "have it.",
            "The exit status is 1 if Frontpad does not have the article or if its kitchen does not make the product at "
                + "present.",
        ],
        parameters: [article, product],
        examples: [
            Example("frontpad-enqueue article PZ-001 --product 12", "Product 12 was saved with this article.")
        ], run: run)

    private static func run(_ input: Input, _ context: EnqueueContext) throws -> ExitStatus {
        let saved: SavedArticle
        do throws(SavedArticle.Refusal) {
            saved = try SavedArticle(article: input[article], productID: input[product].map(Int64.init))
        } catch {
            throw CommandError(.data, error.description)
        }
        let receipt: ArticleIntake.Receipt
        do throws(QueueDatabaseError) {
            receipt = try context.write { database in
                let receipt = try ArticleIntake(database: database).store(saved)
                context.sweepSpool(into: database)
                return receipt
            }
        } catch {
            return try context.spool([saved.bytes], kind: .article, because: error)
        }
        let age = receipt.catalogue.age(now: QueueClock.system.now())
        context.print(receipt.json(age: age), or: receipt.words(age: age))
        switch receipt.standing {
        case .known, .notKnownYet: return .success
        case .unknown, .stopped: return .failure
        }
    }
}

extension ArticleIntake.Receipt {
    fileprivate func json(age: Int64?) -> JSON {
        [
            "article": .string(article), "state": .string(standing.rawValue), "name": JSON(product?.name),
            "price": JSON(product?.price), "products_at": JSON(catalogue.productsAt),
            "stops_at": JSON(catalogue.stopsAt), "age": JSON(age),
        ]
    }

    fileprivate func words(age: Int64?) -> String {
        let name = product.map { " «\($0.name)»" } ?? ""
        let minutes = (age ?? 0) / 60_000
        let basis = minutes == 0 ? "the products were fetched just now" : "the products are \(minutes) min old"
        return switch standing {
        case .known: "\(article): Frontpad has it\(name) (\(basis))"
        case .stopped: "\(article): Frontpad has it\(name), but its kitchen does not make it at present (\(basis))"
        case .unknown:
            "\(article): Frontpad does not have this article (\(basis); a worker checks it again with newer ones)"
        case .notKnownYet where age != nil:
            "\(article): not known yet, because Frontpad's products were last fetched \(minutes / 60) h ago; a worker will "
                + "check it"
        case .notKnownYet:
            "\(article): not known yet, because Frontpad's products have not been fetched; a worker will check it"
        }
    }
}

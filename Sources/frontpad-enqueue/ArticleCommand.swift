internal import CommandKit
internal import Intake
internal import JSON
internal import JobQueue

/// `frontpad-enqueue article`.
struct ArticleCommand {
    private let context: EnqueueContext

    init(_ context: EnqueueContext) { self.context = context }

    func run(_ command: ParsedCommand) throws -> ExitStatus {
        let saved: SavedArticle
        let product = try command.integer("--product", in: 1...Int.max).map(Int64.init)
        do throws(SavedArticle.Refusal) {
            saved = try SavedArticle(article: command.argument(0) ?? "", productID: product)
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
        if command.flag("--json") {
            StandardOutput.write(receipt.json(age: age).serialized() + "\n")
        } else {
            StandardOutput.write(DisplayText.oneLine(receipt.words(age: age)) + "\n")
        }
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
        let basis = minutes == 0 ? "the products are of this minute" : "the products are \(minutes) min old"
        return switch standing {
        case .known: "\(article): Frontpad knows it\(name) (\(basis))"
        case .stopped: "\(article): Frontpad knows it\(name), but its kitchen does not make it at present (\(basis))"
        case .unknown: "\(article): Frontpad does not know this article (\(basis); it is checked again with newer ones)"
        case .notKnownYet: "\(article): not known yet: Frontpad's products have not been fetched; a worker checks it"
        }
    }
}

/// Measures the queue through its public interface only, as another program would use it. `ops/bench/run` starts it
/// many times and prints the tables. Each run prints one JSON line.
@main
enum QueueBench {
    static func main() async {
        do {
            let options = try Options(Array(CommandLine.arguments.dropFirst()))
            let bench = try Bench(options)
            switch options.mode {
            case .enqueue: try bench.enqueue()
            case .cycle: try bench.cycle()
            case .drain: try await bench.drain()
            case .serve: try await bench.serve()
            case .claims: try bench.claims()
            case .hold: try bench.hold()
            }
        } catch let error as UsageError {
            complain(error.description)
            exit(64)
        } catch {
            complain("\(error)")
            exit(1)
        }
    }
}

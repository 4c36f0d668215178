/// One JSON line with results.
struct Figures {
    private var fields: [String] = []

    init(_ mode: Options.Mode) { fields = ["\"mode\":\"\(mode.rawValue)\""] }

    mutating func add(_ name: String, _ value: some BinaryInteger) { fields.append("\"\(name)\":\(value)") }

    /// The start and end on the machine's monotonic clock, so that runs of several processes can be combined.
    mutating func add(start: UInt64, end: UInt64) {
        add("start_ns", start)
        add("end_ns", end)
    }

    /// Every single measurement: percentiles over several processes need all of them.
    mutating func add(_ name: String, all values: [UInt64]) {
        fields.append("\"\(name)\":[\(values.map { "\($0)" }.joined(separator: ","))]")
    }

    func show() { say("{\(fields.joined(separator: ","))}") }
}

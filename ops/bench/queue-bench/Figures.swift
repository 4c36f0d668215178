/// One JSON line of results.
struct Figures {
    private var fields: [String] = []

    init(_ mode: Options.Mode) { fields = ["\"mode\":\"\(mode.rawValue)\""] }

    mutating func add(_ name: String, _ value: some BinaryInteger) { fields.append("\"\(name)\":\(value)") }

    /// Beginning and end on the machine's monotonic clock, so that runs of several processes can be put together.
    mutating func add(start: UInt64, end: UInt64) {
        add("start_ns", start)
        add("end_ns", end)
    }

    /// Every single measurement: percentiles over several processes need them all.
    mutating func add(_ name: String, all values: [UInt64]) {
        fields.append("\"\(name)\":[\(values.map { "\($0)" }.joined(separator: ","))]")
    }

    func show() { say("{\(fields.joined(separator: ","))}") }
}

internal import Glibc
internal import JSON

/// The program's command line.
struct SandboxOptions: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static let usage = """
        usage: frontpad-sandbox [options]
        A stand-in for the Frontpad API on 127.0.0.1, for trying out and for tests.

          --port N            the port to listen on; 0, the default, is any that is free
          --shift open|closed whether orders are taken; the default is open
          --secret S          the API's secret; the default is "sandbox"
          --no-limits         any number of requests
          --legacy-status     get_status answers as it did in 2017; by default it is an invalid_method
          --catalogue FILE    only these articles are known: a JSON list of {"article", "name", "price"}
          --orders FILE       keeps the created orders in a file, one JSON object on a line
          --hook-url URL      where changes of status go if an order names no address; http://127.0.0.1 only
          --help              shows this
        """

    var port = 0
    var account = Account.Settings()
    var ordersPath: String?
    var wantsHelp = false

    /// - Parameter arguments: without the program's name.
    /// - Throws: ``Failure`` for what cannot be understood.
    init(_ arguments: [String]) throws(Failure) {
        var rest = arguments[...]
        while let option = rest.popFirst() {
            switch option {
            case "--port":
                guard let port = Int(try Self.value(of: option, &rest)), (0...65535).contains(port) else {
                    throw Failure(description: "--port must be a number from 0 to 65535")
                }
                self.port = port
            case "--shift":
                switch try Self.value(of: option, &rest) {
                case "open": account.isShiftOpen = true
                case "closed": account.isShiftOpen = false
                default: throw Failure(description: "--shift must be open or closed")
                }
            case "--secret": account.secret = try Self.value(of: option, &rest)
            case "--no-limits": account.hasLimits = false
            case "--legacy-status": account.hasStatusMethod = true
            case "--catalogue": account.catalogue = try Self.catalogue(try Self.value(of: option, &rest))
            case "--orders": ordersPath = try Self.value(of: option, &rest)
            case "--hook-url":
                let url = try Self.value(of: option, &rest)
                guard Webhook.Address(url) != nil else {
                    throw Failure(description: "--hook-url must be a URL on http://127.0.0.1")
                }
                account.hookURL = url
            case "--help", "-h": wantsHelp = true
            default: throw Failure(description: "unknown option \(option)")
            }
        }
    }

    private static func value(of option: String, _ rest: inout ArraySlice<String>) throws(Failure) -> String {
        guard let value = rest.popFirst() else { throw Failure(description: "\(option) needs a value") }
        return value
    }

    private static func catalogue(_ path: String) throws(Failure) -> Catalogue {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Failure(description: "cannot open \(path): \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var portion = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = read(descriptor, &portion, portion.count)
            guard count > 0 else { break }
            bytes += portion[..<count]
        }
        do {
            return try Catalogue.strict(try JSON.parse(bytes))
        } catch {
            throw Failure(description: "\(path): \(error)")
        }
    }
}

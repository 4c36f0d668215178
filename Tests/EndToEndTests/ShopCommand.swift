import Glibc
import JSON
import TestSupport

/// A program that plays the shop's command. It stores the status of each order in a file. It changes a status only if
/// the order has the expected one, and it logs each change.
struct ShopCommand {
    private let folder: TemporaryDirectory
    let path: String

    /// - Parameter broken: shell code that runs first, for example to make the command fail.
    init(in folder: TemporaryDirectory, broken: String = "") {
        self.folder = folder
        path = folder.path(of: "shop")
        let script = """
            #!/bin/sh
            cd "$(dirname "$0")"
            read -r input
            # The shop has no orders that the queue does not know.
            case $input in '{"resync"'*) exit 0 ;; esac
            \(broken)
            field() { printf '%s' "$input" | sed -n "s/.*\\"$1\\":\\([0-9]*\\|null\\)[,}].*/\\1/p"; }
            order=$(field order) expect=$(field expect_status) set=$(field set_status)
            now=$(cat "status-$order" 2>/dev/null || echo 1)
            [ "$set" = null ] || [ -z "$set" ] && { echo "{\\"applied\\":true,\\"status\\":$now}"; exit 0; }
            if [ "$expect" != null ] && [ "$expect" != "$now" ]; then
                echo "{\\"applied\\":false,\\"status\\":$now,\\"reason\\":\\"it is on $now\\"}"
                exit 0
            fi
            echo "$set" > "status-$order"
            echo "$order $now $set" >> log
            echo "{\\"applied\\":true,\\"status\\":$set}"

            """
        Files.write(script.utf8, to: path, mode: 0o700)
    }

    /// Changes the status of an order, as the shop's staff would.
    func set(_ status: Int, of order: Int) {
        Files.write("\(status)\n".utf8, to: folder.path(of: "status-\(order)"), mode: 0o600)
    }

    func status(of order: Int) -> Int? { Int(text("status-\(order)").split(separator: "\n").first ?? "") }

    /// Returns the statuses that an order went through.
    func changes(of order: Int) -> [Int] {
        text("log").split(separator: "\n").map { $0.split(separator: " ").compactMap { Int($0) } }
            .filter { $0.first == order }.compactMap(\.last)
    }

    private func text(_ name: String) -> String {
        String(decoding: Files.read(folder.path(of: name)) ?? [], as: UTF8.self)
    }
}

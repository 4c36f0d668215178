internal import JSON

/// Serves the CRM's API, the sandbox's own addresses, and the page with the orders.
struct Sandbox: Sendable {
    let account: Account
    let journal: RequestJournal?

    /// Serves one connection and closes it.
    func serve(_ client: ClientSocket) {
        if let line = client.peekFirstLine(), let target = HTTPRequest.target(inLine: line),
            let method = Self.apiMethod(target.path, target.query, verb: target.method),
            let fault = account.takeFault(method, isUnread: true)
        {
            account.note(method, hitBy: fault.kind)
            _ = noteReceived(method, client.peekForm())
            Output.log("\(Self.printable(method)): fault \(fault.kind.rawValue)")
            return client.reset()
        }
        let request: HTTPRequest
        do {
            request = try HTTPRequest.read(from: client)
        } catch {
            return refuse(client, error)
        }
        if let method = Self.apiMethod(request.path, request.query, verb: request.method) {
            call(method, FormBody(request.body), client)
        } else {
            let answer = answer(request)
            Output.log("\(Self.printable(request.method)) \(Self.printable(request.path)): \(answer.status)")
            client.send(answer.bytes)
            client.close()
        }
    }

    /// Returns the API method that a request calls, or nil if it does not call the API. A GET request does not call
    /// the API: «необходимо использовать метод POST» (API facts, section 1).
    private static func apiMethod(_ path: String, _ query: String, verb: String) -> String? {
        guard verb == "POST", path == "/api/index.php" || path == "/" else { return nil }
        let name = query.utf8.prefix { $0 != UInt8(ascii: "&") && $0 != UInt8(ascii: "=") }
        return FormBody.decoded(ArraySlice(name))
    }

    private func call(_ method: String, _ form: FormBody, _ client: ClientSocket) {
        let request = noteReceived(method, form)
        let fault = account.takeFault(method, isUnread: false)
        if let fault, fault.kind == .delay, !fault.createsOrder {
            client.waitForEnd(milliseconds: fault.milliseconds)
            guard !client.hasGone else {
                account.note(method, hitBy: fault.kind)
                Output.log("\(Self.printable(method)): the client has gone")
                return client.close()
            }
        }
        if let fault, !fault.createsOrder, !fault.kind.answers {
            account.note(method, hitBy: fault.kind)
            Output.log("\(Self.printable(method)): fault \(fault.kind.rawValue)")
            return fault.strike(client, instead: nil)
        }
        let answer: HTTPAnswer
        do {
            let json = try account.answer(method, form, fault: fault?.kind)
            Output.log(
                "\(Self.printable(method)): \(Self.summary(json))\(fault.map { ", fault \($0.kind.rawValue)" } ?? "")")
            answer = .json(json)
        } catch {
            Output.log("\(Self.printable(method)): \(error)")
            answer = .text("The order could not be stored.", status: 500)
        }
        if let fault, fault.kind == .delay, fault.createsOrder { client.waitForEnd(milliseconds: fault.milliseconds) }
        guard fault?.kind.answers ?? true else {
            fault?.strike(client, instead: answer)
            return
        }
        let isThere = !client.hasGone
        let pause = fault?.kind == .drip ? fault?.milliseconds : nil
        let isSent = client.send(answer.bytes, pausingMilliseconds: pause)
        if let request, isThere, isSent, client.takesAll() { journal?.answered(request) }
        client.close()
    }

    private func noteReceived(_ method: String, _ form: FormBody) -> String? {
        method == "new_order" ? journal?.received(orderNamed: form["name"]) : nil
    }

    private func answer(_ request: HTTPRequest) -> HTTPAnswer {
        switch (request.method, request.path) {
        case (_, let path) where path.hasPrefix("/sandbox/"): Control(account: account).answer(request)
        case ("GET", "/"): .html(OrdersPage.html(account.orders, catalogue: account.settings.catalogue))
        case (_, "/api/index.php"), (_, "/"): .text("The API takes POST only.", status: 405)
        default: .text("Not found.", status: 404)
        }
    }

    private func refuse(_ client: ClientSocket, _ failure: HTTPRequest.Failure) {
        let status: Int
        switch failure {
        case .incomplete: return client.close()
        case .malformed: status = 400
        case .headTooLarge: status = 431
        case .bodyTooLarge: status = 413
        case .lengthRequired: status = 411
        }
        Output.log("request refused: \(status)")
        client.send(HTTPAnswer.text("\(failure)", status: status).bytes)
        client.closeUnread()
    }

    private static func summary(_ answer: JSON) -> String {
        guard answer["result"]?.string == "success" else {
            return answer["error"]?.string ?? answer["status"]?.string ?? "error"
        }
        guard let id = answer["order_id"]?.string else { return "success" }
        let warnings = answer["warnings"]?.object?.keys ?? []
        return "created \(id)" + (warnings.isEmpty ? "" : ", warnings: \(warnings.joined(separator: " "))")
    }

    /// Makes text from outside safe to print on one line.
    private static func printable(_ text: String) -> String {
        let shown = text.unicodeScalars.prefix(80).map { $0.value > 0x20 && $0.value < 0x7F ? Character($0) : "?" }
        return shown.isEmpty ? "(no method)" : String(shown)
    }
}

internal import CCurl
internal import HTTP
internal import Threads

/// The transfer of one message to a server.
final class SMTPTransfer {
    private let server: SMTPServer
    private let message: MailMessage
    private let curl = CurlHandle()
    private var left: ArraySlice<UInt8>
    private let limit: Duration
    private let deadline: ContinuousClock.Instant
    /// The last line of the server's reply to our last command, or an empty text if there is no reply yet.
    private var reply = ""

    /// Sends a message on a thread of its own. Whatever the server does, the method returns at most a second or two
    /// after the limit.
    static func send(_ message: MailMessage, to server: SMTPServer, within limit: Duration) async -> MailOutcome {
        let outcome = await BlockingThread.run { SMTPTransfer(of: message, to: server, within: limit).run() }
        return outcome ?? .failed(reason: "the thread limit has been reached", isPermanent: false)
    }

    private init(of message: MailMessage, to server: SMTPServer, within limit: Duration) {
        self.message = message
        self.server = server
        left = message.bytes[...]
        self.limit = limit
        deadline = .now + limit
    }

    private func run() -> MailOutcome {
        configure()
        let code = withExtendedLifetime(self) { curl.perform() }
        if code == CURLE_OK { return .sent }
        if code == CURLE_ABORTED_BY_CALLBACK || code == CURLE_OPERATION_TIMEDOUT, isOver {
            return .failed(
                reason: singleLine("\(server): the exchange did not end within \(limit.components.seconds) s"),
                isPermanent: false)
        }
        // A reply 4yz means “try again”, and 5yz means “do not try again”. If there is no such reply, the server has
        // not refused the message; the exchange broke off.
        guard let first = reply.first, first == "4" || first == "5" else {
            return .failed(reason: singleLine("\(server): \(curl.message(for: code))"), isPermanent: false)
        }
        return .failed(reason: singleLine("\(server) refused: \(reply)"), isPermanent: first == "5")
    }

    private func configure() {
        curl.prepare(
            connectMilliseconds: 15_000, totalMilliseconds: Int(limit.components.seconds) * 1_000, caFile: server.caFile
        )
        curl.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        let scheme = server.encryption == .fromStart ? "smtps" : "smtp"
        curl.set(CURLOPT_URL, "\(scheme)://\(server.host):\(server.port)")
        setEncryption()
        if let login = server.login {
            curl.set(CURLOPT_USERNAME, login.user)
            curl.set(CURLOPT_PASSWORD, login.password)
        }
        curl.set(CURLOPT_MAIL_FROM, "<\(message.from)>")
        curl.set(CURLOPT_MAIL_RCPT, lines: message.to.map { "<\($0)>" })
        curl.set(CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1)
        curl.set(CURLOPT_UPLOAD, 1)
        curl.set(CURLOPT_INFILESIZE_LARGE, offset: left.count)
        setCallbacks()
    }

    private func setEncryption() {
        guard server.encryption == .whenOffered else {
            curl.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
            return
        }
        curl.set(CURLOPT_USE_SSL, Int(CURLUSESSL_TRY.rawValue))
        // An attacker on the network can remove the offer of STARTTLS, so checking the certificate would prove nothing
        // here. It would only stop the mail if a local server has a self-signed certificate (RFC 7435, section 3).
        // With a password, the certificate is checked.
        if server.login == nil {
            curl.set(CURLOPT_SSL_VERIFYPEER, 0)
            curl.set(CURLOPT_SSL_VERIFYHOST, 0)
        }
    }

    private func setCallbacks() {
        let me = Unmanaged.passUnretained(self).toOpaque()
        for option in [
            CURLOPT_READDATA, CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_DEBUGDATA, CURLOPT_XFERINFODATA,
        ] {
            curl.set(option, pointer: me)
        }
        curl.check {
            frontpad_curl_set_read($0) { buffer, size, count, me in
                SMTPTransfer.at(me)?.supply(UnsafeMutableRawBufferPointer(start: buffer, count: size * count)) ?? 0
            }
        }
        // The server's replies arrive as headers. There is no body, but libcurl would write one to standard output.
        curl.check { frontpad_curl_set_write($0, CURLOPT_WRITEFUNCTION) { _, size, count, _ in size * count } }
        curl.check {
            frontpad_curl_set_write($0, CURLOPT_HEADERFUNCTION) { data, size, count, me in
                SMTPTransfer.at(me)?.note(UnsafeRawBufferPointer(start: data, count: size * count))
                return size * count
            }
        }
        // libcurl's own time limit does not cover the goodbye. If the server says nothing after the end of the
        // message, libcurl would wait two more minutes for the answer to QUIT. libcurl calls the progress function
        // below at least every second during any wait, so it can end the transfer.
        curl.set(CURLOPT_NOPROGRESS, 0)
        curl.check {
            frontpad_curl_set_progress($0) { me, _, _, _, _ in
                me.map { Unmanaged<SMTPTransfer>.fromOpaque($0).takeUnretainedValue().isOver } == true ? 1 : 0
            }
        }
        curl.set(CURLOPT_VERBOSE, 1)
        curl.check {
            frontpad_curl_set_debug($0) { _, kind, data, size, me in
                if kind == CURLINFO_HEADER_OUT || kind == CURLINFO_DATA_OUT {
                    SMTPTransfer.at(me)?.noteCommand(UnsafeRawBufferPointer(start: data, count: size))
                }
                return 0
            }
        }
    }

    private var isOver: Bool { ContinuousClock.now >= deadline }

    private static func at(_ address: UnsafeMutableRawPointer?) -> SMTPTransfer? {
        address.map { Unmanaged<SMTPTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    private func supply(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        let portion = left.prefix(buffer.count)
        buffer.copyBytes(from: portion)
        left = left.dropFirst(portion.count)
        return portion.count
    }

    /// Forgets the reply to the previous command. Otherwise it would count as the reply to a later command that got
    /// none.
    private func noteCommand(_ command: UnsafeRawBufferPointer) {
        // libcurl sends QUIT after a refusal too, so keep the reply then.
        if !command.starts(with: "QUIT".utf8) { reply = "" }
    }

    private func note(_ line: UnsafeRawBufferPointer) {
        let line = String(decoding: line, as: UTF8.self)
        // The reply 221 (“closing the channel”) only answers our QUIT.
        if !line.hasPrefix("221") { reply = singleLine(line) }
    }
}

internal import CCurl

/// One request in progress.
final class Transfer {
    private let request: HTTPRequest
    private let beforeFirstByte: @Sendable () -> Bool
    private let curl = CurlHandle()

    private var wasAsked = false
    private var isRefused = false
    private var hasSocket = false
    private var hasHandshake = false
    private var headBytesSent = 0
    private var bodyBytesSent = 0
    private var headBytesReceived = 0
    private var isHeadSent = false
    private var hasAnswer = false
    private var isTooLarge = false
    private var body: [UInt8] = []

    init(of request: HTTPRequest, beforeFirstByte: @escaping @Sendable () -> Bool) {
        self.request = request
        self.beforeFirstByte = beforeFirstByte
    }

    func run() -> HTTPExchange {
        configure()
        // libcurl keeps pointers to the body and to this object, so both must stay in place until the transfer ends.
        let code = request.body.withUnsafeBytes { body in
            withExtendedLifetime(self) {
                if request.method == .post { setBody(body) }
                return curl.perform()
            }
        }
        let status = curl.long(CURLINFO_RESPONSE_CODE)
        return HTTPExchange(
            bytesSent: max(headBytesSent + bodyBytesSent, curl.long(CURLINFO_REQUEST_SIZE)),
            status: status >= 200 ? status : nil, body: body, ending: ending(code), phase: phase(code))
    }

    private func configure() {
        let limits = request.limits
        curl.prepare(
            connectMilliseconds: limits.connectMilliseconds, totalMilliseconds: limits.totalMilliseconds,
            caFile: request.caFile)
        curl.set(CURLOPT_PROTOCOLS_STR, "http,https")
        curl.set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
        curl.set(CURLOPT_URL, request.url)
        // Use HTTP/1.1, because libcurl may repeat a request on its own over HTTP/2.
        curl.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        curl.set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        curl.set(CURLOPT_USERAGENT, "frontpad-queue")
        // A header name without a value removes libcurl's own header. With `Expect`, libcurl would delay the body and
        // wait for an interim answer that most servers never send.
        curl.set(CURLOPT_HTTPHEADER, lines: ["Expect:"] + request.headers.map { "\($0.name): \($0.value)" })
        setCallbacks()
    }

    private func setBody(_ body: UnsafeRawBufferPointer) {
        curl.set(CURLOPT_POST, 1)
        curl.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: body.count)
        // An empty body has no pointer. Without a pointer, libcurl would read the body through a callback, so pass an
        // empty text.
        if let start = body.baseAddress, !body.isEmpty {
            curl.set(CURLOPT_POSTFIELDS, pointer: UnsafeMutableRawPointer(mutating: start))
        } else {
            curl.set(CURLOPT_COPYPOSTFIELDS, "")
        }
    }

    private func setCallbacks() {
        let me = Unmanaged.passUnretained(self).toOpaque()
        for option in [
            CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_PREREQDATA, CURLOPT_SOCKOPTDATA, CURLOPT_DEBUGDATA,
        ] { curl.set(option, pointer: me) }
        curl.check {
            frontpad_curl_set_write($0, CURLOPT_WRITEFUNCTION) { data, size, count, me in
                Transfer.at(me)?.receiveBody(UnsafeRawBufferPointer(start: data, count: size * count)) ?? 0
            }
        }
        curl.check {
            frontpad_curl_set_write($0, CURLOPT_HEADERFUNCTION) { _, size, count, me in
                Transfer.at(me)?.receiveHead(size * count) ?? 0
            }
        }
        curl.check {
            frontpad_curl_set_prereq($0) { me, _, _, _, _ in
                Transfer.at(me)?.isAllowed() == true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
            }
        }
        curl.check {
            frontpad_curl_set_sockopt($0) { me, _, _ in
                Transfer.at(me)?.hasSocket = true
                return CURL_SOCKOPT_OK
            }
        }
        // Only this callback sees everything that is sent. CURLINFO_REQUEST_SIZE omits the part of the body that is
        // not sent together with the head, and CURLINFO_SIZE_UPLOAD_T counts the other part twice.
        curl.set(CURLOPT_VERBOSE, 1)
        curl.check {
            frontpad_curl_set_debug($0) { _, kind, data, size, me in
                Transfer.at(me)?.note(kind, UnsafeRawBufferPointer(start: data, count: size))
                return 0
            }
        }
    }

    private static func at(_ address: UnsafeMutableRawPointer?) -> Transfer? {
        address.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }

    private func isAllowed() -> Bool {
        // A second call means a second connection and thus a second request, so refuse it.
        guard !wasAsked else { return false }
        wasAsked = true
        isRefused = !beforeFirstByte()
        return !isRefused
    }

    private func note(_ kind: curl_infotype, _ data: UnsafeRawBufferPointer) {
        switch kind {
        case CURLINFO_HEADER_OUT:
            headBytesSent += data.count
            isHeadSent = data.suffix(4).elementsEqual("\r\n\r\n".utf8)
        case CURLINFO_DATA_OUT: bodyBytesSent += data.count
        case CURLINFO_SSL_DATA_OUT: hasHandshake = true
        case CURLINFO_HEADER_IN, CURLINFO_DATA_IN: hasAnswer = true
        default: break
        }
    }

    /// - Returns: the number of accepted bytes. If it is smaller than the size of `data`, libcurl ends the transfer.
    private func receiveBody(_ data: UnsafeRawBufferPointer) -> Int {
        let room = max(0, request.limits.maxBody - body.count)
        body.append(contentsOf: data.prefix(room))
        isTooLarge = data.count > room
        return isTooLarge ? 0 : data.count
    }

    private func receiveHead(_ count: Int) -> Int {
        headBytesReceived += count
        isTooLarge = headBytesReceived > request.limits.maxHeaders
        return isTooLarge ? 0 : count
    }

    private func ending(_ code: CURLcode) -> HTTPExchange.Ending {
        if isRefused { return .notAllowed }
        if isTooLarge { return .tooLarge }
        switch code {
        case CURLE_OK: return .complete
        case CURLE_OPERATION_TIMEDOUT: return .timedOut
        default: return .failed(code: Int32(code.rawValue), message: curl.message(for: code))
        }
    }

    private func phase(_ code: CURLcode) -> HTTPExchange.Phase {
        if code == CURLE_OK { return .done }
        if hasAnswer { return .receiving }
        if isHeadSent, request.method == .get || bodyBytesSent >= request.body.count { return .waiting }
        if wasAsked { return .sending }
        if hasHandshake { return .tls }
        return hasSocket ? .connecting : .resolving
    }
}

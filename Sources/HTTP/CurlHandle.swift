package import CCurl
internal import Glibc

/// A libcurl easy handle for one transfer on one thread. Source: <https://curl.se/libcurl/c/libcurl-easy.html>.
package final class CurlHandle {
    private let handle: UnsafeMutableRawPointer?
    /// The error of the first option that libcurl refused. If there is one, the transfer is not made. It might, for
    /// example, run without its certificate checks.
    private var refusal: CURLcode = CURLE_OK
    private var lists: [UnsafeMutablePointer<curl_slist>] = []
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    /// Runs once: it is not thread-safe (curl_global_init(3)).
    private static let isReady: Bool = {
        // libcurl would write the keys of every TLS connection into the file that this variable names.
        unsetenv("SSLKEYLOGFILE")
        return curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
    }()

    package init() {
        handle = Self.isReady ? curl_easy_init() : nil
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        if handle == nil { refusal = CURLE_FAILED_INIT }
        check { frontpad_curl_set_pointer($0, CURLOPT_ERRORBUFFER, errorText) }
    }

    deinit {
        if let handle { curl_easy_cleanup(handle) }
        for list in lists { curl_slist_free_all(list) }
        errorText.deallocate()
    }

    package func set(_ option: CURLoption, _ value: Int) {
        check { frontpad_curl_set_long($0, option, value) }
    }

    package func set(_ option: CURLoption, offset value: Int) {
        check { frontpad_curl_set_offset($0, option, curl_off_t(value)) }
    }

    /// Sets an option to a text. Nil removes a default value. A text that contains a NUL byte is refused, because C
    /// would end the text there.
    package func set(_ option: CURLoption, _ value: String?) {
        if value?.utf8.contains(0) == true {
            if refusal == CURLE_OK { refusal = CURLE_BAD_FUNCTION_ARGUMENT }
            return
        }
        check { frontpad_curl_set_string($0, option, value) }
    }

    /// Sets an option to a list of lines, such as headers or recipients. A line that contains a line end or a NUL byte
    /// is refused.
    package func set(_ option: CURLoption, lines: [String]) {
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            let isBroken = line.utf8.contains { $0 == 0 || $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") }
            guard !isBroken, let longer = curl_slist_append(list, line) else {
                if refusal == CURLE_OK { refusal = isBroken ? CURLE_BAD_FUNCTION_ARGUMENT : CURLE_OUT_OF_MEMORY }
                break
            }
            list = longer
        }
        if let list { lists.append(list) }
        check { frontpad_curl_set_list($0, option, list) }
    }

    /// Sets an option to a pointer. The pointer must stay valid until the transfer ends.
    package func set(_ option: CURLoption, pointer: UnsafeMutableRawPointer?) {
        check { frontpad_curl_set_pointer($0, option, pointer) }
    }

    /// Sets an option with a function of the C shim.
    package func check(_ body: (UnsafeMutableRawPointer) -> CURLcode) {
        guard let handle, refusal == CURLE_OK else { return }
        refusal = body(handle)
    }

    /// Sets the options that all protocols share: a fresh connection, no signals, no proxy from the environment, and
    /// certificate checks.
    ///
    /// - Parameter caFile: a PEM file with certificates to trust instead of the system's certificates.
    package func prepare(connectMilliseconds: Int, totalMilliseconds: Int, caFile: String?) {
        // libcurl must not use signals, because it runs on one of several threads
        // (https://curl.se/libcurl/c/threadsafe.html).
        set(CURLOPT_NOSIGNAL, 1)
        // Without this option, libcurl waits for a slow name lookup even after the total time limit.
        set(CURLOPT_QUICK_EXIT, 1)
        set(CURLOPT_FRESH_CONNECT, 1)
        set(CURLOPT_FORBID_REUSE, 1)
        set(CURLOPT_PROXY, "")
        set(CURLOPT_FOLLOWLOCATION, 0)
        // A value of 0 would mean “the default” for the first option and “no limit” for the second.
        set(CURLOPT_CONNECTTIMEOUT_MS, max(1, connectMilliseconds))
        set(CURLOPT_TIMEOUT_MS, max(1, totalMilliseconds))
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        if let caFile {
            set(CURLOPT_CAINFO, caFile)
            set(CURLOPT_CAPATH, nil)
        }
    }

    /// Runs the transfer and blocks until it ends.
    package func perform() -> CURLcode {
        guard let handle, refusal == CURLE_OK else { return refusal }
        return curl_easy_perform(handle)
    }

    /// Returns libcurl's message for an error.
    package func message(for code: CURLcode) -> String {
        let text = String(cString: errorText)
        return text.isEmpty ? String(cString: curl_easy_strerror(code)) : text
    }

    package func long(_ info: CURLINFO) -> Int {
        var value = 0
        guard let handle, frontpad_curl_get_long(handle, info, &value) == CURLE_OK else { return 0 }
        return value
    }
}

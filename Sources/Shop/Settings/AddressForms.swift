extension SettingForm where Value == String {
    /// The URL of Frontpad's API. Plain HTTP is accepted only for this machine, because each request contains the
    /// secret.
    static var apiURL: SettingForm {
        SettingForm(.text, "an address that begins with https://, without spaces") { text throws(SettingError) in
            guard isURL(text) else {
                throw SettingError("must be an address that begins with https://, without spaces")
            }
            guard text.hasPrefix("https://") || isThisMachine(text) else {
                throw SettingError("must begin with https://: over http:// the secret would be sent unencrypted")
            }
            return text
        }
    }

    /// The URL of a page of the shop. The URL usually contains a token, so the error message does not repeat it.
    static var pageURL: SettingForm {
        SettingForm(.text, "an address that begins with https:// or http://, without spaces", quotesValue: false) {
            text in isURL(text) ? text : nil
        }
    }

    /// The URL of a mail server. It may contain the password, so the error message does not repeat it.
    static var mailServer: SettingForm {
        SettingForm(
            .password, "an address such as smtps://user:password@host or smtp+starttls://user:password@host",
            quotesValue: false
        ) { text in
            let isServer = ["smtp://", "smtps://", "smtp+starttls://"].contains { scheme in
                text.hasPrefix(scheme) && text.count > scheme.count
            }
            return isServer && !text.contains(where: \.isWhitespace) ? text : nil
        }
    }

    static var emailAddress: SettingForm {
        SettingForm(.text, "an e-mail address") { text in isEmailAddress(text) ? text : nil }
    }
}

extension SettingForm where Value == [String] {
    static var emailAddresses: SettingForm {
        SettingForm(.text, "e-mail addresses with commas between them") { text throws(SettingError) in
            let addresses = SettingList.items(text)
            for address in addresses where !isEmailAddress(address) {
                throw .expected("an e-mail address", not: address)
            }
            return addresses
        }
    }
}

private func isURL(_ text: String) -> Bool {
    ["https://", "http://"].contains { text.hasPrefix($0) && text.count > $0.count }
        && !text.unicodeScalars.contains { $0.value <= 0x20 || $0.value == 0x7F }
}

/// Whether a plain HTTP URL names this machine. "http://localhost@shop.example" and "http://127.0.0.1.shop.example"
/// name other machines.
private func isThisMachine(_ url: String) -> Bool {
    let host = url.dropFirst("http://".count).prefix { !"/:?#@".contains($0) }
    let isLoopback = host == "localhost" || (host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." })
    return isLoopback && !url.contains("@")
}

/// Whether the text contains exactly one "@" and no character that would end the address in a mail header.
private func isEmailAddress(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && !parts[1].isEmpty
        && text.unicodeScalars.allSatisfy {
            $0.value > 0x20 && $0.value != 0x7F && !"<>\"(),;\\".unicodeScalars.contains($0)
        }
}

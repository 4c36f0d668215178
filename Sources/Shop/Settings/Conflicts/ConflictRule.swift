/// One rule that finds conflicts. ``all`` is the only list of them: `settings set`, `settings check` and `doctor` use it.
struct ConflictRule: Sendable {
    /// What a rule looks at.
    struct Subject {
        let settings: Settings
        /// The rows of the table `settings`, for what the values no longer show.
        let stored: [String: String]
        let programFault: (_ program: String) -> SettingConflict.ProgramFault?
    }

    let find: @Sendable (Subject) -> [SettingConflict]

    static let all: [ConflictRule] = [
        ConflictRule { subject in
            guard let status = subject.settings.errorStatus else { return [] }
            var found: [SettingConflict] = []
            if subject.sendStatuses.contains(status) { found.append(.errorStatusSends(status)) }
            if subject.settings.cancelStatuses.contains(status) { found.append(.errorStatusCancels(status)) }
            if subject.settings.checkStatuses.contains(status) { found.append(.errorStatusIsPolled(status)) }
            return found
        },
        ConflictRule { subject in
            subject.settings.cancelStatuses.filter(subject.sendStatuses.contains).map { .sendStatusCancels($0) }
        },
        ConflictRule { subject in
            subject.settings.matchedStatuses.pairs.compactMap { pair in
                guard let status = Int(pair.value), subject.sendStatuses.contains(status) else { return nil }
                return .mappingSends(crmStatus: pair.key, status: status)
            }
        },
        ConflictRule { subject in
            guard let program = subject.settings.shopCommand?.firstShellWord else { return [] }
            return subject.programFault(program).map { [.shopCommandUnusable(program: program, $0)] } ?? []
        },
        ConflictRule { subject in
            guard subject.settings.shopCommand == nil else { return [] }
            let keys = subject.set("error_status", "matched_statuses")
            return keys.isEmpty ? [] : [.nothingUpdatesShop(settings: keys)]
        },
        ConflictRule { subject in
            subject.settings.smtpURL != nil && subject.settings.managerEmail.isEmpty
                ? [.mailServerWithoutRecipient] : []
        },
        ConflictRule { subject in
            guard let url = subject.settings.hookURL.map(URLParts.init) else { return [] }
            var found: [SettingConflict] = []
            if url.host.isEmpty { found.append(.hookURLWithoutHost) }
            if url.scheme != "https", !url.isLoopback { found.append(.hookURLUnencrypted) }
            if subject.settings.hookStatuses.isEmpty { found.append(.hookReportsNothing) }
            return found
        },
        ConflictRule { subject in
            guard subject.settings.matchedStatuses.pairs.isEmpty else { return [] }
            let keys = subject.set("check_statuses", "hook_statuses")
            return keys.isEmpty ? [] : [.statusesChangeNothing(settings: keys)]
        },
        ConflictRule { subject in
            URLParts(subject.settings.apiURL).hasUser ? [.apiURLWithPassword] : []
        },
        ConflictRule { subject in
            guard let text = subject.text("send_deadline"), text.last?.isNumber == true else { return [] }
            return [.deadlineWithoutUnit(text)]
        },
        ConflictRule { subject in
            guard case .mask(let mask) = subject.settings.phoneFormat else { return [] }
            let places = mask.count { $0 == "#" }
            return places < 7 ? [.phoneMaskTooShort(places: places)] : []
        },
        ConflictRule { subject in
            subject.mappings.flatMap { name, mapping, _ in mapping.repeatedKeys(of: SettingDefinition.prefix + name) }
        },
        ConflictRule { subject in
            subject.mappings.flatMap { name, mapping, isByID -> [SettingConflict] in
                guard isByID, mapping.field == nil else { return [] }
                return mapping.pairs.filter { Int($0.key) == nil }
                    .map { .mappingKeyIsNoID(setting: SettingDefinition.prefix + name, key: $0.key) }
            }
        },
        ConflictRule { subject in
            subject.settings.additionalFields.filter { pair in
                ["sale", "sale_amount", "score"].contains(pair.crm) && pair.shop.hasPrefix("address.")
            }.map { .buyerSetsPrice(field: $0.crm, from: $0.shop) }
        },
        ConflictRule { subject in
            guard !subject.settings.affiliateEnable else { return [] }
            let keys = subject.set("affiliate", "default_affiliate")
            return keys.isEmpty ? [] : [.affiliatesSwitchedOff(settings: keys)]
        },
    ]
}

extension ConflictRule.Subject {
    /// Every status that sends an order, whatever its payment.
    fileprivate var sendStatuses: Set<Int> {
        var statuses = Set(settings.sendStatuses.compactMap(\.status))
        if case .status(let status) = settings.sendStatus { statuses.insert(status) }
        return statuses
    }

    /// The stored text of a setting; nil where it is not set or empty.
    fileprivate func text(_ name: String) -> String? {
        stored[SettingDefinition.prefix + name]?.trimmed.nilWhereEmpty
    }

    /// Those of the settings that have a value.
    fileprivate func set(_ names: String...) -> [String] {
        names.filter { text($0) != nil }.map { SettingDefinition.prefix + $0 }
    }

    /// The mappings, and whether ids of miniShop2 are their keys.
    fileprivate var mappings: [(name: String, mapping: FieldMapping, isByID: Bool)] {
        var mappings = [
            ("payments", settings.payments, true), ("point", settings.point, true),
            ("affiliate", settings.affiliate, true), ("channel", settings.channel, false),
            ("matched_statuses", settings.matchedStatuses, false),
        ]
        if case .each(let mapping) = settings.deliveryArticle { mappings.append(("delivery_article", mapping, true)) }
        return mappings
    }
}

extension FieldMapping {
    /// Two keys that mean the same: in other letter case, or the same number. Only one of them is ever used.
    fileprivate func repeatedKeys(of setting: String) -> [SettingConflict] {
        var seen: [String: String] = [:]
        return pairs.compactMap { pair in
            let meaning = Int(pair.key).map(String.init) ?? pair.key.lowercased()
            guard let first = seen[meaning] else {
                seen[meaning] = pair.key
                return nil
            }
            return .mappingKeyTwice(setting: setting, first: first, second: pair.key)
        }
    }
}

extension String {
    /// The program of a command line, without the quotation marks around it.
    fileprivate var firstShellWord: String? {
        let text = trimmed
        if let mark = text.first, mark == "\"" || mark == "'" {
            return String(text.dropFirst().prefix { $0 != mark }).nilWhereEmpty
        }
        return String(text.prefix { !$0.isWhitespace }).nilWhereEmpty
    }
}

/// The parts of an address that rules look at.
private struct URLParts {
    let scheme: String
    let host: String
    let hasUser: Bool

    init(_ url: String) {
        let parts = url.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        scheme = parts[0].lowercased()
        let authority = (parts.count > 1 ? parts[1] : "").drop { $0 == "/" }
        // "https:///page" has three slashes and no host.
        let isHostless = parts.count > 1 && parts[1].hasPrefix("///")
        let whole = isHostless ? "" : authority.prefix { !"/?#".contains($0) }
        hasUser = whole.contains("@")
        host = String((whole.split(separator: "@").last ?? "").prefix { $0 != ":" })
    }

    var isLoopback: Bool {
        host == "localhost" || (host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." })
    }
}

extension SettingConflict {
    /// Every conflict of the stored settings, in the order of the rules.
    ///
    /// - Parameters:
    ///   - stored: the rows of the table `settings`.
    ///   - programFault: what keeps a program from running on this machine; nil where nothing does.
    public static func all(
        in stored: [String: String], programFault: (_ program: String) -> ProgramFault?
    ) -> [SettingConflict] {
        withoutActuallyEscaping(programFault) { programFault in
            let subject = ConflictRule.Subject(
                settings: Settings(stored), stored: stored, programFault: programFault)
            return ConflictRule.all.flatMap { $0.find(subject) }
        }
    }
}

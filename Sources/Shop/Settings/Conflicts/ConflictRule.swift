/// A rule that finds conflicts between settings. ``all`` is the only list of rules. `settings set`, `settings check`
/// and `doctor` all use it.
struct ConflictRule: Sendable {
    /// The data that a rule checks.
    struct Subject {
        let settings: Settings
        /// The rows of the table `settings`. Rules need the stored text if the parsed value does not contain
        /// everything, such as a missing unit.
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
                ["sale", "sale_amount", "score"].contains(pair.crm)
                    && (pair.shop.hasPrefix("address.") || pair.shop.hasPrefix("order.properties."))
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
    /// All statuses that send an order, for any payment method.
    fileprivate var sendStatuses: Set<Int> {
        var statuses = Set(settings.sendStatuses.compactMap(\.status))
        if case .status(let status) = settings.sendStatus { statuses.insert(status) }
        return statuses
    }

    /// Returns the stored text of a setting, or nil if the setting is missing or empty.
    fileprivate func text(_ name: String) -> String? {
        stored[SettingDefinition.prefix + name]?.trimmed.nilWhereEmpty
    }

    /// Returns the keys of those named settings that have a value.
    fileprivate func set(_ names: String...) -> [String] {
        names.filter { text($0) != nil }.map { SettingDefinition.prefix + $0 }
    }

    /// All mappings. `isByID` says whether the keys of a mapping are ids of miniShop2.
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
    /// Finds pairs of keys that mean the same. Such keys differ only in letter case or are the same number. Only one
    /// of the two is ever used.
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
    /// The program of a command line without its quotation marks, or nil if there is none.
    fileprivate var firstShellWord: String? {
        let text = trimmed
        if let mark = text.first, mark == "\"" || mark == "'" {
            return String(text.dropFirst().prefix { $0 != mark }).nilWhereEmpty
        }
        return String(text.prefix { !$0.isWhitespace }).nilWhereEmpty
    }
}

/// The parts of a URL that the rules check.
private struct URLParts {
    let scheme: String
    let host: String
    let hasUser: Bool

    init(_ url: String) {
        let parts = url.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        scheme = parts[0].lowercased()
        let authority = (parts.count > 1 ? parts[1] : "").drop { $0 == "/" }
        // A URL with three slashes, such as "https:///page", has no host.
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
    /// Finds all conflicts in the stored settings, in the order of the rules.
    ///
    /// - Parameters:
    ///   - stored: the rows of the table `settings`.
    ///   - programFault: returns the reason why a program cannot run on this machine, or nil if it can.
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

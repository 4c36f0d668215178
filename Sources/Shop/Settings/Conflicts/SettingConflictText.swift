extension SettingConflict {
    /// One line for the administrator. It says what is wrong, what the consequence is, and what to do.
    public var text: String {
        switch self {
        case .errorStatusSends(let status):
            "status \(status) both sends orders and marks failed ones: an order that fails would be sent again and again; "
                + "give frontpadapi_error_status a status of its own"
        case .errorStatusCancels(let status):
            "status \(status) both marks failed orders and cancels orders: a failed order would never be sent again; "
                + "take it out of frontpadapi_cancel_statuses, or change frontpadapi_error_status"
        case .sendStatusCancels(let status):
            "status \(status) both sends orders and cancels them: take it out of frontpadapi_cancel_statuses"
        case .errorStatusIsPolled(let status):
            "frontpadapi_check_statuses has \(status), the status of failed orders: Frontpad is asked about orders that it "
                + "does not have; take it out"
        case .mappingSends(let crmStatus, let status):
            "frontpadapi_matched_statuses moves an order that is «\(crmStatus)» in Frontpad to status \(status), which sends "
                + "orders: map «\(crmStatus)» to another status"
        case .shopCommandUnusable(let program, let fault):
            "frontpadapi_shop_command cannot run \(program): \(fault.text)"
        case .nothingUpdatesShop(let settings):
            "\(SettingConflict.list(settings)) cannot change an order in the shop, because frontpadapi_shop_command is not set: "
                + "set it"
        case .mailServerWithoutRecipient:
            "frontpadapi_smtp_url names a mail server, but nobody gets e-mails: set frontpadapi_manager_email"
        case .hookURLWithoutHost: "frontpadapi_hook_url names no server: write it as https://shop.example/page"
        case .hookURLUnencrypted:
            "frontpadapi_hook_url begins with http://: everybody on the way can read its token; use https://"
        case .hookReportsNothing:
            "frontpadapi_hook_url is set, but Frontpad reports no status to it: set frontpadapi_hook_statuses"
        case .statusesChangeNothing(let settings):
            "\(SettingConflict.list(settings)) fetches statuses from Frontpad, but they change nothing in the shop: set "
                + "frontpadapi_matched_statuses"
        case .apiURLWithPassword:
            "frontpadapi_api_url has a user or a password before the server's name, which Frontpad does not have: leave out "
                + "everything up to the @"
        case .deadlineWithoutUnit(let text):
            "frontpadapi_send_deadline is \(text) without a unit, which counts as hours: write \(text)h, or \(text)m for "
                + "minutes"
        case .phoneMaskTooShort(let places):
            "frontpadapi_phone_format has room for \(places) digits, so that no phone number fits it: write one # for each "
                + "digit, as in 7 (###) ###-##-##"
        case .mappingKeyTwice(let setting, let first, let second):
            "\(setting) has two pairs for the same value («\(first)» and «\(second)»), and only one is used: delete the other"
        case .mappingKeyIsNoID(let setting, let key):
            "\(setting) has a pair for «\(key)», which is no id of miniShop2 and fits no order: write the id, or name the "
                + "field that has «\(key)» before a bar, as in city| \(key):1"
        case .buyerSetsPrice(let field, let from):
            "frontpadapi_additional_fields takes \(field) from \(from), which any buyer can fill in: take it from a column of "
                + "the order that only the shop computes, as in \(field):order.discount"
        case .affiliatesSwitchedOff(let settings):
            "\(SettingConflict.list(settings)) has no effect while frontpadapi_affiliate_enable is 0: set it to 1"
        }
    }

    private static func list(_ settings: [String]) -> String { settings.joined(separator: " and ") }
}

extension SettingConflict.ProgramFault {
    fileprivate var text: String {
        switch self {
        case .relativePath: "it has no full path, and the worker's PATH may lack it; write it as /usr/bin/php"
        case .missing: "there is no such file; correct the path"
        case .isFolder: "it is a folder; name the program in it"
        case .notExecutable: "it is not executable; chmod +x it, or put its interpreter before it (/usr/bin/php FILE)"
        }
    }
}

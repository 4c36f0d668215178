internal import Suggestions

/// One pair of `frontpadapi_additional_fields`: a parameter of `new_order` and the order's field that it comes from.
public struct AdditionalField: Sendable, Hashable {
    /// The CRM's name.
    public let crm: String
    /// The shop's name, with or without the prefix `extfld_`.
    public let shop: String

    /// The parameters that a field of the order can fill. Source of the names: API facts, section 2.
    public static let crmNames = [
        "score", "sale", "sale_amount", "card", "street", "home", "pod", "et", "apart", "phone", "mail", "descr",
        "name", "pay", "certificate", "person", "hook_url", "channel", "datetime", "affiliate", "point",
    ]

    /// Reads "pod,certificate,datetime:extfld_deliverydate"; a name alone is the same on both sides.
    ///
    /// - Throws: ``SettingError`` where the CRM has no such parameter, or has it twice.
    public static func list(_ text: String) throws(SettingError) -> [AdditionalField] {
        var fields: [AdditionalField] = []
        for part in SettingText.list(text) {
            let names = part.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let crm = String(names[0]).trimmed
            let shop = names.count == 2 ? String(names[1]).trimmed : crm
            guard crmNames.contains(crm) else {
                throw SettingError(
                    "names «\(crm)», which is no parameter of new_order"
                        + Suggestion.phrase(for: crm, among: crmNames))
            }
            guard !shop.isEmpty else { throw SettingError("has no field of the shop in «\(part)»") }
            guard !fields.contains(where: { $0.crm == crm }) else { throw SettingError("has «\(crm)» twice") }
            fields.append(AdditionalField(crm: crm, shop: shop))
        }
        return fields
    }
}

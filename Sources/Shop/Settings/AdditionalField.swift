internal import Suggestions

/// One pair of the setting `frontpadapi_additional_fields`. It names a parameter of `new_order` and the field of the
/// shop's order that fills the parameter.
public struct AdditionalField: Sendable, Hashable {
    /// The name of the parameter in Frontpad.
    public let crm: String
    /// The name of the field in the shop, with or without the prefix `extfld_`.
    public let shop: String

    /// The parameters that a field of the order can fill. Source: API facts, section 2.
    public static let crmNames = [
        "score", "sale", "sale_amount", "card", "street", "home", "pod", "et", "apart", "phone", "mail", "descr",
        "name", "pay", "certificate", "person", "hook_url", "channel", "datetime", "affiliate", "point",
    ]

    /// Reads a list such as "pod,certificate,datetime:extfld_deliverydate". In an element without a colon, the
    /// parameter and the field have the same name.
    ///
    /// - Throws: ``SettingError`` if Frontpad does not have the parameter, or if the list contains it twice.
    public static func list(_ text: String) throws(SettingError) -> [AdditionalField] {
        var fields: [AdditionalField] = []
        for item in SettingList.items(text) {
            let names = item.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let crm = String(names[0]).trimmed
            let shop = names.count == 2 ? String(names[1]).trimmed : crm
            guard crmNames.contains(crm) else {
                throw SettingError(
                    "has «\(crm)», which is not a parameter of Frontpad's new_order"
                        + Suggestion.phrase(for: crm, among: crmNames))
            }
            guard !shop.isEmpty else {
                throw SettingError("has no field of the shop in «\(item)»; write \(crm):field")
            }
            guard !fields.contains(where: { $0.crm == crm }) else {
                throw SettingError("has «\(crm)» twice; keep one of them")
            }
            fields.append(AdditionalField(crm: crm, shop: shop))
        }
        return fields
    }
}

extension SettingForm where Value == [AdditionalField] {
    static var additionalFields: SettingForm {
        SettingForm(.textarea, "parameters of Frontpad, each alone or as frontpad:shop, with commas between them") {
            text throws(SettingError) in try AdditionalField.list(text)
        }
    }
}

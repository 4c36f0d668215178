internal import Frontpad

extension NewOrder.Field {
    /// The name of the field in a list of changes, such as «улица: Ленина → Мира».
    var name: Message {
        switch self {
        case .descr: Message(ru: "комментарий", en: "comment")
        case .name: Message(ru: "имя", en: "name")
        case .phone: Message(ru: "телефон", en: "phone")
        case .mail: Message(ru: "почта", en: "e-mail")
        case .street: Message(ru: "улица", en: "street")
        case .home: Message(ru: "дом", en: "house")
        case .apart: Message(ru: "квартира", en: "flat")
        case .pod: Message(ru: "подъезд", en: "entrance")
        case .et: Message(ru: "этаж", en: "floor")
        case .datetime: Message(ru: "время предзаказа", en: "pre-order time")
        case .certificate: Message(ru: "сертификат", en: "certificate")
        case .person: Message(ru: "число персон", en: "number of people")
        case .card: Message(ru: "карта гостя", en: "customer’s card")
        case .score: Message(ru: "баллы", en: "points")
        case .sale, .saleAmount: Message(ru: "скидка", en: "discount")
        case .pay: Message(ru: "оплата", en: "payment")
        case .channel: Message(ru: "канал продаж", en: "sales channel")
        case .affiliate: Message(ru: "филиал", en: "branch")
        case .point: Message(ru: "точка продаж", en: "point of sale")
        case .hookURL: Message(ru: "адрес вебхука", en: "webhook address")
        }
    }

    /// The message if the value was cut because the CRM accepts fewer characters.
    func cut(limit: Int, whole: String) -> Message {
        let characters = Message(ru: "\(limit)\u{A0}знаков", en: "\(limit)\u{A0}characters")
        return switch self {
        case .phone:
            Message(
                ru:
                    "Телефон (\(shown(whole))) длиннее \(characters.ru) и передан не целиком. Проверьте его в заказе магазина.",
                en:
                    "The phone (\(shown(whole))) is longer than \(characters.en) and was cut. Check it in the shop’s order."
            )
        case .descr:
            Message(
                ru:
                    "Комментарий гостя длиннее \(characters.ru) и передан не целиком. Передайте кухне и курьеру полностью: "
                    + "«\(whole)».",
                en:
                    "The customer’s comment is longer than \(characters.en) and was cut. Give the kitchen and the courier the "
                    + "full text: “\(whole)”.")
        case .name:
            Message(
                ru: "Имя гостя «\(whole)» длиннее \(characters.ru) и передано не целиком. На заказ это не влияет.",
                en:
                    "The customer’s name “\(whole)” is longer than \(characters.en) and was cut. This does not affect the order."
            )
        default:
            Message(
                ru:
                    "Передано не целиком, потому что длиннее \(characters.ru): \(name.ru) «\(shown(whole))». Сообщите курьеру "
                    + "полностью.",
                en:
                    "Cut, because it is longer than \(characters.en): \(name.en) “\(shown(whole))”. Give the courier the full "
                    + "text.")
        }
    }

    /// The message if the value was left out because the CRM does not accept it.
    func leftOut(_ value: String, _ reason: OrderNotice.Reason) -> Message {
        let value = shown(value)
        return switch self {
        case .mail:
            Message(
                ru: "Почта гостя (\(value)) не передана: адрес слишком длинный. На заказ это не влияет.",
                en: "The customer’s e-mail (\(value)) was not sent: it is too long. This does not affect the order.")
        case .person:
            Message(
                ru:
                    "Число персон «\(value)» не передано: нужно целое число от 1 до 99. Укажите его в заказе во Frontpad.",
                en:
                    "The number of people “\(value)” was not sent: it must be a whole number from 1 to 99. Set it in the Frontpad "
                    + "order.")
        case .sale:
            Message(
                ru:
                    "Скидка «\(value)» не передана: нужно целое число процентов от 1 до 100. Исправьте сумму заказа во Frontpad.",
                en:
                    "The discount “\(value)” was not sent: it must be a whole percentage from 1 to 100. Correct the total of the "
                    + "order in Frontpad.")
        case .saleAmount, .score:
            Message(
                ru: "Не передано: \(name.ru) «\(value)» (это не число). Исправьте сумму заказа во Frontpad.",
                en: "Not sent: \(name.en) “\(value)” (it is not a number). Correct the total of the order in Frontpad.")
        case .card:
            Message(
                ru:
                    "Карта гостя (\(value)) не передана: нужен номер не длиннее 16\u{A0}цифр. Укажите карту в заказе во "
                    + "Frontpad.",
                en:
                    "The customer’s card (\(value)) was not sent: it must be a number of at most 16\u{A0}digits. Enter the card in "
                    + "the Frontpad order.")
        case .hookURL:
            Message(
                ru:
                    "Статусы этого заказа не придут в магазин: слишком длинный адрес вебхука «\(value)». Сообщите администратору.",
                en:
                    "The statuses of this order will not reach the shop: the webhook address “\(value)” is too long. Tell the "
                    + "administrator.")
        default:
            Message(
                ru: "Не передано: \(name.ru) «\(value)» (слишком длинно). Укажите в заказе во Frontpad.",
                en: "Not sent: \(name.en) “\(value)” (too long). Enter it in the Frontpad order.")
        }
    }

    /// Returns the value in the form that a comment may show. Of a phone, an e-mail address, a card or a certificate,
    /// a comment shows only the end.
    private func shown(_ value: String) -> String {
        switch self {
        case .phone, .mail, .card, .certificate: "…" + value.suffix(4)
        default: value
        }
    }
}

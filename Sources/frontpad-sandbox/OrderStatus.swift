/// The statuses of an order. The codes up to 12 were the same in all accounts seen so far. Codes from 13 on differ
/// from account to account (API facts, section 5).
enum OrderStatus {
    static let new = 1

    static func name(_ code: Int) -> String {
        switch code {
        case 1: "Новый"
        case 3: "В производстве"
        case 4: "В пути"
        case 10: "Выполнен"
        case 11: "Списан"
        case 12: "Произведен"
        default: "Статус \(code)"
        }
    }
}

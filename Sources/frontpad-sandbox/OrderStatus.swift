/// A status of an order by its code; the codes are the same in all accounts that were seen, those from 13 up are an
/// account's own (API facts, section 5).
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

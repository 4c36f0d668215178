public import Intake
public import Shop

/// The reason why jobs wait for a person.
public enum ParkedReason: Sendable, Hashable {
    /// The database is a copy.
    case copy(SendingPause)
    /// This number of orders from before a restore waits for a person's decision.
    case unconfirmed(Int)
    case noSecret
    case noSendStatus
    case noShopCommand
    case noManagerEmail
    case noMailServer(sendmail: String)

    /// One line that says what to do.
    public var text: Bilingual { message.plain }

    var message: Message {
        switch self {
        case .copy(let pause): RestoreMessages.paused(reason: pause.reason)
        case .unconfirmed(let count):
            Message(
                ru: "заказы из восстановленной базы ждут вашего решения: \(count) (frontpad-queue confirm)",
                en: "orders of before the restore wait for a person: \(count) (frontpad-queue confirm)")
        case .noSecret:
            Message(
                ru:
                    "заказы ждут: не задана настройка frontpadapi_secret. Скопируйте секрет во Frontpad (Настройки → Общие) "
                    + "и введите его: \(AlarmMessages.secretCommand)",
                en:
                    "orders wait: frontpadapi_secret is not set; copy the secret from Frontpad (Settings → General), then "
                    + AlarmMessages.secretCommand)
        case .noSendStatus:
            Message(
                ru:
                    "заказы не отправляются: не задана настройка frontpadapi_send_status. Укажите статус, на котором заказ "
                    + "отправляется, или \"\", чтобы отправлять сразу",
                en: "nothing is sent: frontpadapi_send_status is not set (set it to \"\" to send at creation)")
        case .noShopCommand:
            Message(
                ru: "статусы и комментарии не попадают в магазин: задайте настройку frontpadapi_shop_command",
                en: "updates of the shop wait: frontpadapi_shop_command is not set")
        case .noManagerEmail:
            Message(
                ru: "писем никто не получает: задайте настройку frontpadapi_manager_email",
                en: "nobody gets e-mails: frontpadapi_manager_email is not set")
        case .noMailServer(let sendmail):
            Message(
                ru: "письма ждут: программы \(sendmail) нет. Задайте настройку frontpadapi_smtp_url",
                en: "e-mails wait: frontpadapi_smtp_url is not set and there is no \(sendmail)")
        }
    }
}

/// The settings for the e-mails that tell a manager that an order needs a person.
public struct MailSettings: SettingGroup, Sendable {
    static let area = SettingArea.mail

    public let managerEmail = Setting(
        "manager_email", .emailAddresses, empty: [], example: "manager@shop.example, owner@shop.example",
        ru:
            "Почта менеджера, на которую приходят письма о заказах, которым нужен человек. Введите один адрес или несколько "
            + "через запятую. Пусто — писем нет.",
        en:
            "The manager's e-mail, which gets the messages about orders that need a person. Enter one address or several, "
            + "with commas between them. Empty: no e-mail is sent.")

    public let shopName = Setting<String?>(
        "shop_name", .line, example: "Пицца на Мира",
        ru:
            "Название магазина в теме и тексте писем. Введите его так, чтобы менеджер узнал магазин. Пусто — без названия.",
        en:
            "The name of the shop in subject and text of the e-mails. Enter it so that the manager recognises the shop. Empty: "
            + "no name.")

    public let alarmMinutes = Setting(
        "alarm_minutes", .wholeNumber(in: 0...10_080), default: "10", example: "30",
        ru:
            "Через сколько минут менеджер узнаёт, что заказы не уходят, письма не доходят или данные не записываются в магазин. "
            + "Введите число минут; 0 — не сообщать. Пусто — 10.",
        en:
            "After how many minutes the manager learns that orders do not leave, that e-mails do not arrive or that the shop is not "
            + "updated. Enter a number of minutes; 0: never. Empty: 10.")

    public let mailFrom = Setting<String?>(
        "mail_from", .emailAddress, example: "shop@shop.example",
        ru: "Адрес отправителя писем. Введите адрес, от имени которого ваш почтовый сервер разрешает писать. Пусто — "
            + "первый адрес из frontpadapi_manager_email.",
        en: "The sender of the e-mails. Enter an address that your mail server lets you send from. Empty: the first "
            + "address of frontpadapi_manager_email.")

    public let smtpURL = Setting<String?>(
        "smtp_url", .mailServer, example: "smtps://user:password@smtp.example",
        ru: "Почтовый сервер, через который уходят письма. Введите smtps://логин:пароль@сервер или "
            + "smtp+starttls://логин:пароль@сервер; знаки @, : и / в логине и пароле запишите как %40, %3A и %2F. Пусто — "
            + "программа sendmail на этой машине.",
        en: "The mail server that sends the e-mails. Enter smtps://user:password@host or "
            + "smtp+starttls://user:password@host; write @, : and / in user and password as %40, %3A and %2F. Empty: the "
            + "program sendmail of this machine.",
        tradeoff: Bilingual(
            ru: "С адресом smtp:// шифрование зависит от сервера, и пароль может уйти открытым текстом.",
            en: "With smtp://, encryption is up to the server, and the password may be sent as plain text."))
}

extension Settings {
    /// The sender of e-mails. If no sender is set, this is the first address of the manager.
    public var mailSender: String? { self.mailFrom ?? self.managerEmail.first }
}

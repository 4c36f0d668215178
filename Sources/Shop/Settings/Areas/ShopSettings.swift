/// The settings that tell the worker how to reach the shop, its time zone and its language.
public struct ShopSettings: SettingGroup, Sendable {
    static let area = SettingArea.shop

    public let shopCommand = Setting<String?>(
        "shop_command", .commandLine, example: "/usr/bin/php /var/www/shop/core/components/frontpadqueue/shop.php",
        ru: "Команда, которая меняет статус и комментарий заказа в магазине. Введите программу с полным путём и её "
            + "параметры. Пусто — изменения ждут в очереди.",
        en:
            "The command that changes an order's status and comment in the shop. Enter a program with its full path and "
            + "its arguments. Empty: the changes wait in the queue.")

    /// The kitchen's time zone. If it is nil, the zone in the order document is used, or else the zone of this
    /// machine.
    public let timezone = Setting<Zone?>(
        "timezone", .timeZone, example: "Asia/Yekaterinburg",
        ru: "Часовой пояс кухни. Введите его название или смещение: Asia/Yekaterinburg, +05:00. Пусто — пояс сайта, "
            + "указанный в заказе, а если его нет — пояс этой машины.",
        en:
            "The kitchen's time zone. Enter its name or its offset: Asia/Yekaterinburg, +05:00. Empty: the site's zone as "
            + "the order tells it, or else this machine's.")

    public let language = Setting(
        "language", .language, default: Language.ru.rawValue, example: "en",
        ru: "Язык писем и комментариев для менеджера. Введите ru или en. Пусто — ru.",
        en: "The language of the manager's e-mails and comments. Enter ru or en. Empty: ru.")
}

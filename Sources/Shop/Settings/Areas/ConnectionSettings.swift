/// The settings for the connection from the worker to Frontpad.
public struct ConnectionSettings: SettingGroup, Sendable {
    static let area = SettingArea.connection

    public let secret = Setting<String?>(
        "secret", .secret, example: "NTk0ZmE3…",
        ru: "Секрет API Frontpad. Скопируйте его во Frontpad: «Настройки» → «Общие». Пока секрета нет, заказы ждут в "
            + "очереди.",
        en: "The secret of the Frontpad API. Copy it from Frontpad: Settings → General. Without it, orders wait in the "
            + "queue.",
        tradeoff: Bilingual(
            ru: "В базе данных секрет лежит открытым текстом. Чтобы его там не было, оставьте настройку пустой и "
                + "передайте программе frontpad-worker переменную окружения FRONTPAD_SECRET или учётные данные systemd "
                + "frontpad_secret: они важнее настройки.",
            en: "The database holds the secret as plain text. To keep it out, leave this empty and give "
                + "frontpad-worker the environment variable FRONTPAD_SECRET or the systemd credential frontpad_secret. "
                + "Both override this setting."))

    public let apiURL = Setting(
        "api_url", .apiURL, default: "https://app.frontpad.ru/api/index.php",
        example: "http://127.0.0.1:8075/api/index.php",
        ru: "Адрес API Frontpad. Меняйте его, только чтобы проверить магазин на тестовом сервере. Адрес начинается с "
            + "https://, а для сервера на этой же машине — можно и с http://. Пусто — адрес самого Frontpad.",
        en: "The address of the Frontpad API. Change it only to try the shop against a test server. It starts with "
            + "https://; http:// is accepted for a server on this machine. Empty: Frontpad's own address.")

    public let timeoutMilliseconds = Setting(
        "timeout", .wholeNumber(in: 1...300).map { $0 * 1000 }, default: "30", example: "45",
        ru: "Время ожидания ответа Frontpad. Введите число секунд. Пусто — 30.",
        en: "How long to wait for Frontpad's answer. Enter a number of seconds. Empty: 30.",
        tradeoff: Bilingual(
            ru: "Чем дольше ожидание, тем реже остаётся неизвестным, дошёл ли заказ. Чем оно короче, тем меньше "
                + "зависший запрос задерживает остальные заказы.",
            en: "A longer wait leaves fewer orders in doubt. With a shorter one, a request that hangs delays the other "
                + "orders less."))
}

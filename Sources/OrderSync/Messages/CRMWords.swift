internal import Frontpad
internal import Shop

// The CRM's codes and outcomes in the manager's words.

extension FrontpadErrorCode {
    /// What happened, as the end of a sentence.
    func explanation(_ language: Language) -> String {
        switch (self, language) {
        case (.invalidSecret, .ru): "секрет API неверен"
        case (.invalidSecret, .en): "the API secret is wrong"
        case (.requestsLimit, .ru): "превышено число обращений к API"
        case (.requestsLimit, .en): "there were too many requests"
        case (.apiOff, .ru): "API во Frontpad выключен"
        case (.apiOff, .en): "the API is switched off in Frontpad"
        case (.invalidPlant, .ru): "на текущем тарифе Frontpad API недоступен"
        case (.invalidPlant, .en): "the account's tariff has no API"
        case (.invalidMethod, .ru): "Frontpad больше не знает этого метода"
        case (.invalidMethod, .en): "Frontpad no longer knows this method"
        case (.cashClose, .ru): "смена во Frontpad закрыта"
        case (.cashClose, .en): "the shift is closed in Frontpad"
        case (.invalidProductKeys, .ru): "Frontpad не знает ни одного артикула из заказа"
        case (.invalidProductKeys, .en): "Frontpad knows none of the order's articles"
        case (.invalidCertificate, .ru): "номер сертификата неверен или не существует"
        case (.invalidCertificate, .en): "the certificate's number is wrong or unknown"
        case (.invalidDatetime, .ru): "время предзаказа неверно"
        case (.invalidDatetime, .en): "the time of the pre-order is wrong"
        case (.invalidTags, .ru): "неверные отметки заказа (frontpadapi_tags)"
        case (.invalidTags, .en): "the order tags are wrong (frontpadapi_tags)"
        case (.invalidHookStatus, .ru): "неверные статусы для уведомлений (frontpadapi_hook_statuses)"
        case (.invalidHookStatus, .en): "the hook statuses are wrong (frontpadapi_hook_statuses)"
        case (.invalidOrderID, .ru): "Frontpad не знает этого заказа"
        case (.invalidOrderID, .en): "Frontpad does not know this order"
        case (.invalidClientPhone, .ru): "номер телефона неверен или не существует"
        case (.invalidClientPhone, .en): "the phone is wrong or unknown"
        case (.invalidProducts, .ru): "во Frontpad нет товаров с артикулами"
        case (.invalidProducts, .en): "Frontpad has no products with articles"
        case (.noStops, .ru): "стоп-лист пуст"
        case (.noStops, .en): "the stop list is empty"
        case (.unknown(let code), .ru): "Frontpad отказал с неизвестным кодом «\(code)»"
        case (.unknown(let code), .en): "Frontpad refused with an unknown code «\(code)»"
        }
    }

    /// What to do about a refusal of the whole account: a sentence without the full stop.
    ///
    /// - Returns: nil where waiting is all that is to be done.
    func whatToDo(_ language: Language) -> String? {
        switch (self, language) {
        case (.cashClose, .ru): "откройте смену во Frontpad"
        case (.cashClose, .en): "open the shift in Frontpad"
        case (.invalidSecret, .ru):
            "передайте администратору: секрет API неверен; новый — во Frontpad, Настройки → Общие"
        case (.invalidSecret, .en):
            "tell the administrator that the API secret is wrong; the new one is in Frontpad, Settings → General"
        case (.apiOff, .ru): "включите API во Frontpad (Настройки → Общие)"
        case (.apiOff, .en): "switch the API on in Frontpad (Settings → General)"
        case (.invalidPlant, .ru): "выберите во Frontpad тариф с API или обратитесь в его поддержку"
        case (.invalidPlant, .en): "choose a tariff with the API, or ask Frontpad's support"
        case (.requestsLimit, _): nil
        case (.invalidMethod, _), (.invalidProductKeys, _), (.invalidCertificate, _), (.invalidDatetime, _),
            (.invalidTags, _), (.invalidHookStatus, _), (.invalidOrderID, _), (.invalidClientPhone, _),
            (.invalidProducts, _), (.noStops, _), (.unknown, _):
            language == .ru ? "обратитесь в поддержку Frontpad" : "ask Frontpad's support"
        }
    }
}

extension AccountBreaker {
    /// Why orders wait, as the end of a sentence.
    func explanation(_ language: Language) -> String {
        guard reason == AccountBreaker.noAnswer else { return code.explanation(language) }
        return language == .ru
            ? "Frontpad принял запрос и не ответил" : "Frontpad received a request and gave no answer"
    }

    /// nil where waiting is all that is to be done.
    func whatToDo(_ language: Language) -> String? {
        reason == AccountBreaker.noAnswer ? nil : code.whatToDo(language)
    }
}

extension FrontpadWarning {
    /// A sentence without the full stop.
    ///
    /// - Parameters:
    ///   - lineNames: the names of the request's lines, by index.
    ///   - articles: those of the lines.
    func text(_ language: Language, lineNames: [String], articles: [String] = []) -> String {
        func names(_ keys: [Int]) -> String { self.names(keys, in: lineNames, articles, language) }
        return switch (self, language) {
        case (.invalidProductKeys(let keys), .ru):
            "НЕ попали в заказ (Frontpad не знает артикул): \(names(keys)). Добавьте их в заказ во "
                + "Frontpad вручную или позвоните гостю"
        case (.invalidProductKeys(let keys), .en):
            "NOT in the order (Frontpad does not know the article): \(names(keys)). Add them to the "
                + "order in Frontpad by hand, or call the guest"
        case (.invalidCertificate, .ru): "Сертификат не применён: неверный номер"
        case (.invalidCertificate, .en): "The certificate was not applied: its number is wrong"
        case (.invalidDatetime(let why), .ru): "Время предзаказа не принято" + (why.map { " (\($0))" } ?? "")
        case (.invalidDatetime(let why), .en):
            "The time of the pre-order was not accepted" + (why.map { " (\($0))" } ?? "")
        case (.invalidTags, .ru): "Отметки заказа не приняты. Администратору: проверьте frontpadapi_tags"
        case (.invalidTags, .en): "The order tags were not accepted. For the administrator: check frontpadapi_tags"
        case (.invalidHookStatus, .ru):
            "Статусы для уведомлений не приняты. Администратору: проверьте frontpadapi_hook_statuses"
        case (.invalidHookStatus, .en):
            "The hook statuses were not accepted. For the administrator: check frontpadapi_hook_statuses"
        case (.other(let name, let value), .ru): "Предупреждение Frontpad: \(name) \(value)"
        case (.other(let name, let value), .en): "A warning of Frontpad: \(name) \(value)"
        }
    }

    private func names(
        _ keys: [Int], in lineNames: [String], _ articles: [String], _ language: Language
    ) -> String {
        if keys.isEmpty { return language == .ru ? "какие-то товары" : "some products" }
        return keys.map { key in
            lineNames.indices.contains(key)
                ? "«\(lineNames[key])»" + (articles.indices.contains(key) ? " (\(articles[key]))" : "")
                : (language == .ru ? "строка \(key + 1)" : "line \(key + 1)")
        }.joined(separator: ", ")
    }
}

extension NotSent {
    /// Why nothing could be sent.
    func text(_ language: Language) -> String {
        switch (cause, language) {
        case (.nameResolution, .ru): "адрес сервера Frontpad не находится"
        case (.nameResolution, .en): "the address of Frontpad's server is not found"
        case (.connection, .ru): "сервер Frontpad не отвечает"
        case (.connection, .en): "Frontpad's server does not answer"
        case (.tls, .ru): "не удалось защищённое соединение с Frontpad"
        case (.tls, .en): "there was no secure connection to Frontpad"
        case (.withdrawn, .ru): "отправка отозвана"
        case (.withdrawn, .en): "the sending was withdrawn"
        case (.other, .ru): "запрос к Frontpad не ушёл: \(detail)"
        case (.other, .en): "the request did not leave: \(detail)"
        }
    }
}

extension Evidence {
    /// Why the outcome is unknown, in a few words.
    func summary(_ language: Language) -> String {
        switch (timedOut, httpStatus, language) {
        case (true, _, .ru): "Frontpad не ответил вовремя"
        case (true, _, .en): "Frontpad did not answer in time"
        case (false, nil, .ru): "связь оборвалась после отправки заказа"
        case (false, nil, .en): "the connection broke after the order had left"
        case (false, let status?, .ru): "непонятный ответ Frontpad, HTTP \(status)"
        case (false, let status?, .en): "an answer of Frontpad that cannot be read, HTTP \(status)"
        }
    }
}

internal import Frontpad

// Texts for people about the CRM's error codes and about requests that failed.

extension FrontpadErrorCode {
    /// The meaning of the code, as the end of a sentence.
    var reason: Message {
        switch self {
        case .invalidSecret: Message(ru: "неверный секрет API", en: "the API secret is wrong")
        case .requestsLimit: Message(ru: "слишком много запросов", en: "there were too many requests")
        case .apiOff: Message(ru: "API во Frontpad выключен", en: "the API is switched off in Frontpad")
        case .invalidPlant:
            Message(ru: "на текущем тарифе Frontpad нет API", en: "your Frontpad plan does not include the API")
        case .invalidMethod:
            Message(ru: "Frontpad больше не знает этого запроса", en: "Frontpad no longer knows this kind of request")
        case .cashClose: Message(ru: "смена во Frontpad закрыта", en: "the shift is closed in Frontpad")
        case .invalidProductKeys:
            Message(
                ru: "Frontpad не знает ни одного артикула из заказа", en: "Frontpad knows none of its article numbers")
        case .invalidCertificate:
            Message(
                ru: "неверный номер сертификата, или такого сертификата нет",
                en: "the certificate number is wrong or does not exist")
        case .invalidDatetime: Message(ru: "неверное время предзаказа", en: "the pre-order time is wrong")
        case .invalidTags:
            Message(ru: "неверные отметки заказа (frontpadapi_tags)", en: "the order tags are wrong (frontpadapi_tags)")
        case .invalidHookStatus:
            Message(
                ru: "неверные статусы для вебхуков (frontpadapi_hook_statuses)",
                en: "the webhook statuses are wrong (frontpadapi_hook_statuses)")
        case .invalidOrderID: Message(ru: "Frontpad не находит этого заказа", en: "Frontpad cannot find this order")
        case .invalidClientPhone:
            Message(ru: "Frontpad не знает этого телефона", en: "Frontpad does not know this phone number")
        case .invalidProducts:
            Message(ru: "во Frontpad нет товаров с артикулами", en: "Frontpad has no products with article numbers")
        case .noStops: Message(ru: "стоп-лист пуст", en: "the stop list is empty")
        case .unknown(let code):
            Message(
                ru: "Frontpad отказал с неизвестным кодом «\(code)»",
                en: "Frontpad refused with an unknown code “\(code)”")
        }
    }

    /// What to do if the CRM refuses the whole account. The text has no full stop and follows a colon.
    ///
    /// - Returns: nil if there is nothing to do but wait.
    var whatToDo: Message? {
        switch self {
        case .cashClose: Message(ru: "откройте смену во Frontpad", en: "open the shift in Frontpad")
        case .invalidSecret:
            Message(
                ru: "позвоните администратору. Верный секрет API — во Frontpad: Настройки → Общие",
                en: "call the administrator. The correct API secret is in Frontpad under Settings → General")
        case .apiOff:
            Message(
                ru: "включите API во Frontpad (Настройки → Общие)",
                en: "switch the API on in Frontpad (Settings → General)")
        case .invalidPlant:
            Message(
                ru: "смените тариф на тот, где есть API, или обратитесь в поддержку Frontpad",
                en: "switch to a plan that includes the API, or contact Frontpad support")
        case .requestsLimit: nil
        case .invalidMethod, .invalidProductKeys, .invalidCertificate, .invalidDatetime, .invalidTags,
            .invalidHookStatus,
            .invalidOrderID, .invalidClientPhone, .invalidProducts, .noStops, .unknown:
            Message(ru: "обратитесь в поддержку Frontpad", en: "contact Frontpad support")
        }
    }
}

extension AccountBreaker {
    /// The reason why orders wait, as the end of a sentence.
    var explanation: Message {
        reason == AccountBreaker.noAnswer ? AccountBreaker.silence : code.reason
    }

    static let silence = Message(
        ru: "Frontpad получил запрос и не ответил", en: "Frontpad received a request and did not answer")

    /// nil if there is nothing to do but wait.
    var whatToDo: Message? { reason == AccountBreaker.noAnswer ? nil : code.whatToDo }
}

extension NotSent {
    /// The reason why nothing could be sent, as the end of a sentence.
    var reason: Message {
        switch cause {
        case .nameResolution:
            Message(ru: "адрес сервера Frontpad не находится", en: "the address of Frontpad’s server cannot be found")
        case .connection: Message(ru: "сервер Frontpad не отвечает", en: "Frontpad’s server does not answer")
        case .tls:
            Message(ru: "не удалось защищённое соединение с Frontpad", en: "there was no secure connection to Frontpad")
        case .withdrawn: Message(ru: "отправка отозвана", en: "the sending was withdrawn")
        case .other: Message(ru: "запрос к Frontpad не ушёл", en: "the request to Frontpad did not leave")
        }
    }
}

extension Doubt {
    /// The reason why a look-up has no answer, as the end of a sentence.
    var lookupReason: Message {
        switch self {
        case .timedOut: Message(ru: "Frontpad не ответил вовремя", en: "Frontpad did not answer in time")
        case .unreadableAnswer(let status):
            Message(
                ru: "непонятный ответ Frontpad, HTTP \(status)", en: "Frontpad’s answer cannot be read, HTTP \(status)")
        case .connectionBroke, .workerDied, .restored:
            Message(ru: "связь с Frontpad оборвалась", en: "the connection to Frontpad broke")
        }
    }
}

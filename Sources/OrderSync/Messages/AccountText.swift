internal import Shop

/// The texts about the whole account in the CRM.
extension ManagerText {
    func pollingEndedSubject() -> String {
        language == .ru
            ? "Frontpad больше не сообщает статусы по запросу" : "Frontpad no longer answers requests for statuses"
    }

    /// - Parameter hasWebhooks: whether the CRM reports statuses by webhook.
    func pollingEnded(hasWebhooks: Bool) -> String {
        let head =
            language == .ru
            ? "Ваш аккаунт Frontpad больше не отвечает на запросы о статусах, и опрос выключен. На отправку заказов это не "
                + "влияет."
            : "Your Frontpad account no longer answers requests for statuses, and polling is switched off. Orders are sent as "
                + "before."
        let tail =
            switch (hasWebhooks, language) {
            case (true, .ru): "Статусы приходят сами (вебхуками)."
            case (true, .en): "Statuses come by themselves, as webhooks."
            case (false, .ru):
                "Чтобы статусы снова приходили, передайте это письмо администратору.\n\nАдминистратору: укажите "
                    + "frontpadapi_hook_url и frontpadapi_hook_statuses. Перезапуск не нужен."
            case (false, .en):
                "For statuses to come again, pass this message on to the administrator.\n\nFor the administrator: set "
                    + "frontpadapi_hook_url and frontpadapi_hook_statuses. No restart is needed."
            }
        return head + "\n\n" + tail + "\n"
    }

    func breakerSubject() -> String {
        language == .ru ? "Frontpad не принимает заказы: они ждут" : "Frontpad accepts no orders: they wait"
    }

    /// - Parameter whatToDo: a sentence; nil where waiting is all that is to be done.
    func breakerBody(explanation: String, whatToDo: String?) -> String {
        let head =
            language == .ru
            ? "Frontpad не принимает заказы: \(explanation).\n\nЗаказы не потеряны. Они уйдут сами, по порядку, как только "
                + "Frontpad начнёт их принимать."
            : "Frontpad accepts no orders: \(explanation).\n\nNo order is lost. They leave by themselves, in their order, as "
                + "soon as Frontpad accepts them."
        return
            ([head]
            + [whatToDo.map { (language == .ru ? "Что сделать: " : "What to do: ") + $0 + "." }].compactMap { $0 })
            .joined(separator: "\n\n") + "\n"
    }

    func breakerOverSubject() -> String {
        language == .ru ? "Frontpad снова принимает заказы" : "Frontpad accepts orders again"
    }

    /// - Parameter waiting: how many orders have not left yet.
    func breakerOver(waiting: Int) -> String {
        language == .ru
            ? "Frontpad снова принимает заказы. Ждут отправки: \(waiting). Они уходят сами.\n"
            : "Frontpad accepts orders again. Orders that still wait: \(waiting). They leave by themselves.\n"
    }
}

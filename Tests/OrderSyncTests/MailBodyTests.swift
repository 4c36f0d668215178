import Testing

@testable import OrderSync

@Suite("The body of an e-mail") struct MailBodyTests {
    private static let body =
        "Заказ 1\n\nАдминистратору, отправить: frontpad-enqueue send 1\nfrontpad-queue resolve 1 --sent НОМЕР\n"

    @Test("has the shop's name, and commands that work as printed") func commands() {
        #expect(
            MailBody(shopName: "Пицца", databasePath: "/srv/shop/queue.db").text(Self.body) == """
                Пицца

                Заказ 1

                Администратору, отправить: frontpad-enqueue send --db /srv/shop/queue.db 1
                frontpad-queue resolve --db /srv/shop/queue.db 1 --sent НОМЕР

                """)
    }

    @Test("is as it was where the database is the default one and the shop has no name") func plain() {
        #expect(MailBody(shopName: nil, databasePath: "/var/lib/frontpad/queue.db").text(Self.body) == Self.body)
        #expect(MailBody(shopName: nil, databasePath: "/x").text("frontpad-queue") == "frontpad-queue")
    }
}

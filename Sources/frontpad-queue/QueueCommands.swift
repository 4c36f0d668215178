internal import CommandKit
internal import JobQueue
internal import OrderSync

/// The command line of `frontpad-queue`.
enum QueueCommands {
    static let definition = CommandDefinition(
        "frontpad-queue", "Shows what the queue for Frontpad does, and lets a person act.",
        subcommands: [
            status, doctor, list, show, orders, order, resolve, confirm, backup, retry, cancel, articles, watch, pause,
            resume, prune, metrics, settings,
        ])

    private static let limit = OptionDefinition("--limit", value: "N", "At most so many (50).")
    private static let job = ArgumentDefinition("JOB", "The job's id.")
    private static let key = ArgumentDefinition("KEY", "The setting's name; frontpadapi_ may be left out.")

    private static let status = CommandDefinition(
        "status", "Show how things stand: orders, jobs, workers, Frontpad, and what needs a person.",
        options: [.db, .json], examples: [.init("frontpad-queue status", "The first look.")])

    private static let doctor = CommandDefinition(
        "doctor", "Look for what is wrong with the installation, and say what to do.",
        discussion: ["The exit status is 78 where something is wrong."], options: [.db, .json],
        examples: [.init("frontpad-queue doctor", "After a change to the server.")])

    private static let list = CommandDefinition(
        "list", "List jobs, newest first.",
        options: [
            .db, .json,
            OptionDefinition(
                "--state", value: "STATE", "Only jobs in this state.", choices: JobState.allCases.map(\.rawValue)),
            OptionDefinition("--kind", value: "KIND", "Only jobs of this kind, such as send_order."),
            OptionDefinition("--order", value: "ORDER", "Only jobs about this order (id or number)."), limit,
        ],
        examples: [
            .init("frontpad-queue list --state discarded", "What has been given up."),
            .init("frontpad-queue list --order 125", "All jobs of an order."),
        ])

    private static let show = CommandDefinition(
        "show", "Show a job with all its attempts.", arguments: [job], options: [.db, .json],
        examples: [.init("frontpad-queue show 17", "The job 17.")])

    private static let orders = CommandDefinition(
        "orders", "List orders with their state between the shop and Frontpad, newest first.",
        options: [
            .db, .json,
            OptionDefinition(
                "--state", value: "STATE", "Only orders in this state.", choices: CRMState.allCases.map(\.rawValue)),
            limit,
        ],
        examples: [
            .init("frontpad-queue orders", "The newest orders."),
            .init("frontpad-queue orders --state failed", "Those that did not reach Frontpad."),
        ])

    private static let order = CommandDefinition(
        "order", "Tell the whole story of an order.",
        arguments: [ArgumentDefinition("ORDER", "The order's id or number in the shop.")], options: [.db, .json],
        examples: [.init("frontpad-queue order 2611/5", "What happened to this order.")])

    private static let resolve = CommandDefinition(
        "resolve", "Say what became of an order that is in doubt, after looking in Frontpad.",
        discussion: [
            "An order is in doubt where its request had left and no usable answer came. Look for it in Frontpad by "
                + "phone and sum, then say what you found: only a person decides that it is sent a second time."
        ],
        arguments: [ArgumentDefinition("ORDER", "The order's id or number in the shop.")],
        options: [
            .db, .json, OptionDefinition("--sent", value: "CRM_ID", "It is in Frontpad, under this id or number."),
            OptionDefinition("--not-sent", "It is not there: send it now."),
        ],
        examples: [
            .init("frontpad-queue resolve 125 --sent 1000020", "It arrived."),
            .init("frontpad-queue resolve 125 --not-sent", "It did not: send it."),
        ])

    private static let confirm = CommandDefinition(
        "confirm", "After a restore: list the unsent orders, and let sending go on.",
        discussion: [
            "A database that was restored, copied or moved starts with sending paused, because its unsent orders may have "
                + "been sent since the copy was made. Look for them in Frontpad; after the first decision new orders are "
                + "sent, and those of before the restore as each is confirmed. An order made before the restore that the "
                + "shop sends only later waits here as well."
        ],
        arguments: [ArgumentDefinition("ORDER", "Only this order (id or number): it was not sent.", isOptional: true)],
        options: [
            .db, .json, OptionDefinition("--all", "None of them was sent: send them."),
            OptionDefinition("--none", "All may have been sent: put them in doubt, for resolve."),
            OptionDefinition("--hold", "With ORDER: it may have been sent, put it in doubt."),
        ],
        examples: [
            .init("frontpad-queue confirm", "Which orders wait."),
            .init("frontpad-queue confirm 2611/5", "This one is not in Frontpad: send it."),
            .init("frontpad-queue confirm --none", "Rather ask for each of them."),
        ])

    private static let backup = CommandDefinition(
        "backup", "Make a consistent copy of the database while workers run, and check it.",
        discussion: [
            "The copy is marked: whoever opens it finds sending paused (see confirm). It holds customers' data and the "
                + "secret, and has the mode of the database."
        ],
        arguments: [ArgumentDefinition("PATH", "The copy; an existing file is refused.")], options: [.db, .json],
        examples: [.init("frontpad-queue backup /var/backups/queue-1.db", "A backup.")])

    private static let retry = CommandDefinition(
        "retry", "Let a job run again, now.",
        discussion: [
            "For one that waits for its next attempt, or was discarded or cancelled. A job whose order is in Frontpad, "
                + "or may be, is refused."
        ],
        arguments: [job], options: [.db, .json], examples: [.init("frontpad-queue retry 17", "Run job 17 again.")])

    private static let cancel = CommandDefinition(
        "cancel", "Cancel a job; one that runs is asked to stop.",
        discussion: [
            "An order whose sending is cancelled is failed: frontpad-enqueue send sends it after all. A job whose order "
                + "is being sent at this moment is refused."
        ],
        arguments: [job], options: [.db, .json], examples: [.init("frontpad-queue cancel 17", "Cancel job 17.")])

    private static let articles = CommandDefinition(
        "articles", "List the articles that the shop has saved, and whether Frontpad knows them.",
        options: [.db, .json, OptionDefinition("--unknown", "Only those that Frontpad does not have."), limit],
        examples: [.init("frontpad-queue articles --unknown", "What is to be mended in the shop or in Frontpad.")])

    private static let watch = CommandDefinition(
        "watch", "Watch the queue: states, rate, limit, waiting orders and the last errors.",
        discussion: [
            "On a terminal it is one page that changes in place; q or Ctrl-C ends it. Where the output is none, it is "
                + "a plain line each time."
        ],
        options: [
            .db, OptionDefinition("--interval", value: "SECONDS", "How often to look (1)."),
            OptionDefinition("--count", value: "N", "End after so many looks."),
        ],
        examples: [
            .init("frontpad-queue watch", "Until q."),
            .init("frontpad-queue watch --interval 60 >> queue.log", "A line each minute."),
        ])

    private static let queue = ArgumentDefinition("QUEUE", "The queue's name, as status shows it.")

    private static let pause = CommandDefinition(
        "pause", "Stop taking up the jobs of a queue, in every worker, until it is resumed.",
        discussion: ["What runs goes on. A drain does not wait for a paused queue."],
        arguments: [queue],
        options: [
            .db, .json, OptionDefinition("--reason", value: "TEXT", "Why: status shows it."),
            OptionDefinition("--by", value: "NAME", "Who (the user's name)."),
        ],
        examples: [.init("frontpad-queue pause crm --reason \"the kitchen moves\"", "No order is sent.")])

    private static let resume = CommandDefinition(
        "resume", "Take up the jobs of a paused queue again.", arguments: [queue], options: [.db, .json],
        examples: [.init("frontpad-queue resume crm", "Orders leave again.")])

    private static let prune = CommandDefinition(
        "prune", "Delete old finished jobs, a few at a time.",
        discussion: [
            "Workers do it by themselves once an hour, with the defaults. Jobs about an order are part of its story: "
                + "they are kept for 30 days at least."
        ],
        options: [
            .db, .json,
            OptionDefinition("--days", value: "N", "Completed and cancelled jobs that are older (30)."),
            OptionDefinition("--discarded-days", value: "N", "Discarded jobs that are older (90)."),
        ],
        examples: [.init("frontpad-queue prune --days 7", "Keep a week of jobs that are about no order.")])

    private static let metrics = CommandDefinition(
        "metrics", "Print counters and latencies in Prometheus' text format.",
        discussion: ["The cost does not grow with the number of finished jobs."], options: [.db],
        examples: [
            .init("frontpad-queue metrics > /var/lib/prometheus/node-exporter/frontpad.prom", "For a collector.")
        ])

    private static let settings = CommandDefinition(
        "settings", "Show, change and check the settings.",
        subcommands: [
            CommandDefinition(
                "list", "List every setting with its value and meaning.", options: [.db, .json],
                examples: [.init("frontpad-queue settings list", "All settings.")]),
            CommandDefinition(
                "get", "Print the value of a setting.", arguments: [key], options: [.db, .json],
                examples: [.init("frontpad-queue settings get send_status", "When orders are sent.")]),
            CommandDefinition(
                "set", "Change a setting.",
                discussion: [
                    "A value of - is read from standard input: a secret typed on the command line is seen by others."
                ],
                arguments: [key, ArgumentDefinition("VALUE", "The new value; \"\" is an empty one, - reads it.")],
                options: [.db, .json],
                examples: [
                    .init("frontpad-queue settings set send_status 2", "Send orders on the status 2."),
                    .init("frontpad-queue settings set secret -", "Type the secret, then Enter and Ctrl-D."),
                ]),
            CommandDefinition(
                "unset", "Take a setting away, so that its default holds.", arguments: [key], options: [.db, .json],
                examples: [.init("frontpad-queue settings unset timeout", "Back to 30 seconds.")]),
            CommandDefinition(
                "check", "Check the settings; the exit status is 78 where something is wrong.", options: [.db, .json],
                examples: [.init("frontpad-queue settings check", "Before opening the shop.")]),
        ])
}

// swift-tools-version: 6.1
import PackageDescription

/// The compiler settings of all our targets.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func program(_ name: String, _ dependencies: [Target.Dependency], linker: [LinkerSetting] = []) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict, linkerSettings: linker)
}

/// A program for development only. Its sources are next to the script that uses it.
func tool(_ name: String, _ dependencies: [Target.Dependency], path: String) -> Target {
    .executableTarget(name: name, dependencies: dependencies, path: path, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["TestSupport"], resources: resources, swiftSettings: strict)
}

let package = Package(
    name: "frontpad-queue",
    products: [
        .library(name: "SQLite", targets: ["SQLite"]),
        .library(name: "JobQueue", targets: ["JobQueue"]),
    ],
    targets: [
        // System libraries.
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CLinux"),

        // Threads for calls that block.
        library("Threads"),

        // The queue. It knows neither shops nor CRMs.
        library("SQLite", ["CSQLite", "Threads"]),
        library("JobQueue", ["SQLite", "Threads", "CLinux"], resources: [.embedInCode("migrations")]),

        program("jobqueue-example", ["JobQueue", "SQLite"]),
        tool("queue-bench", ["JobQueue", "SQLite"], path: "ops/bench/queue-bench"),

        // The shop's data, and how it enters the queue.
        library("JSON"),
        library("PercentEncoding"),
        library("Shop", ["JSON", "Suggestions"]),
        library(
            "Intake", ["Shop", "JobQueue", "SQLite", "JSON", "PercentEncoding", "CLinux"],
            resources: [.embedInCode("migrations")]),

        // What communicates with the outside: child processes, HTTP, mail, the CRM's API.
        library("ChildProcess", ["Threads", "CLinux"]),
        library("HTTP", ["Threads", "CCurl"]),
        library("Mail", ["Threads", "ChildProcess", "HTTP", "PercentEncoding", "CCurl"]),
        library("Frontpad", ["HTTP", "JSON"]),

        // The jobs themselves.
        library(
            "OrderSync", ["Intake", "Shop", "JobQueue", "SQLite", "Frontpad", "Mail", "ChildProcess", "HTTP", "JSON"]),

        // The programs.
        library("Suggestions"),
        library("CommandKit", ["Suggestions", "CLinux"]),
        library("Product", ["CommandKit", "Intake"]),
        program(
            "frontpad-enqueue", ["Product", "Intake", "CommandKit", "Shop", "JobQueue", "SQLite", "JSON"],
            // It runs during a buyer's checkout, and a static executable starts in half the time of a dynamic one.
            // Build the package with `swift build -c release --static-swift-stdlib`.
            linker: [.unsafeFlags(["-static-executable"], .when(configuration: .release))]),
        program(
            "frontpad-worker",
            ["Product", "OrderSync", "CommandKit", "ChildProcess", "Intake", "JobQueue", "SQLite", "JSON"]),
        program(
            "frontpad-queue",
            ["Product", "OrderSync", "CommandKit", "Suggestions", "Intake", "Shop", "JobQueue", "SQLite", "JSON"]),
        program(
            "frontpad-crm",
            ["Product", "OrderSync", "CommandKit", "Intake", "Frontpad", "Shop", "JobQueue", "SQLite", "JSON"]),
        program("frontpad-sandbox", ["CommandKit", "JSON", "Threads"]),

        // Tests: one folder for each library, and EndToEndTests for the programs.
        .target(
            name: "TestSupport", dependencies: ["SQLite", "JSON", "Threads", "CLinux"], path: "Tests/TestSupport",
            swiftSettings: strict),
        tests("SQLiteTests", ["SQLite", "CSQLite"]),
        tests("JSONTests", ["JSON"]),
        tests("PercentEncodingTests", ["PercentEncoding"]),
        tests("JobQueueTests", ["JobQueue", "SQLite", "CLinux", "jobqueue-example"]),
        tests("ShopTests", ["Shop", "JSON"]),
        tests(
            "IntakeTests", ["Intake", "Shop", "JobQueue", "SQLite", "JSON"], resources: [.embedInCode("Resources")]),
        tests("ChildProcessTests", ["ChildProcess"]),
        tests("HTTPTests", ["HTTP"]),
        tests("MailTests", ["Mail", "JSON"]),
        tests("FrontpadTests", ["Frontpad", "HTTP", "JSON"]),
        tests(
            "OrderSyncTests",
            ["OrderSync", "Intake", "Shop", "JobQueue", "SQLite", "Frontpad", "Mail", "HTTP", "JSON"]),
        tests("CommandKitTests", ["CommandKit"]),
        tests(
            "EndToEndTests",
            [
                "frontpad-enqueue", "frontpad-worker", "frontpad-queue", "frontpad-crm", "frontpad-sandbox",
                "queue-bench", "SQLite",
                "JSON",
            ]),
    ]
)

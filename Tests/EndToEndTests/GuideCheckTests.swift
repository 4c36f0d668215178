import TestSupport
import Testing

/// `ops/check-docs` runs the commands in the guides. These tests check that it notices a wrong guide.
@Suite("The check of the guides") struct GuideCheckTests {
    private func check(_ page: String) throws -> ProgramResult {
        let folder = TemporaryDirectory()
        let path = folder.path(of: "page.md")
        Files.write(page.utf8, to: path)
        let programs = Programs.path(named: "frontpad-queue").split(separator: "/").dropLast().joined(separator: "/")
        return try run("\(ReleaseBuild.package)/ops/check-docs", ["--programs", "/" + programs, path])
    }

    @Test("runs the blocks of a page in one shell, with our programs and its own database") func right() throws {
        let result = try check(
            """
            <!-- run
            name=web
            -->
            1. In a list:

               ```console run
               $ echo "$name"; basename "$FRONTPAD_DB"
               web
               queue.db
               $ cat <<END
               > one
               >   two
               > END
               one
                 two
               $ frontpad-queue --version
               frontpad-queue …
               $ seq 1 100
               1
               …
               100
               $ (exit 65)
               $ echo $?
               65
               ```

            ```sh run
            ls ops/samples >/dev/null
            test "$name" = web
            ```

            ```sh run fresh
            test -z "${name-}"
            ```

            ```sh
            exit 1
            ```
            """)
        #expect(result.status == .exited(0), "\(result.stderr)")
        #expect(result.stdout.contains("4 blocks ran, 1 are not marked"))
    }

    @Test(
        "ends with 1 and the line of a page that is wrong",
        arguments: [
            ("```sh run\nfalse\ntrue\n```", "page.md:1: `false` ended with 1"),
            ("\n<!-- run\nfalse\n-->", "page.md:2: `false` ended with 1"),
            (
                "```console run\n$ true\n$ seq 1 3\n1\n2\n```",
                "page.md:3: the output of `seq 1 3` differs from the page"
            ),
            ("```console run\n$ seq 1 2\n1\n2\n3\n```", "page.md:2: the output of `seq 1 2` differs from the page"),
            ("```console run\n$ true\n…!\n```", "page.md:2: the output of `true` differs from the page"),
            (
                "```console run\n$ echo lost >&2\n```",
                "page.md:2: the output of `echo lost >&2` differs from the page"
            ),
            ("```console run\n$ (exit 3)\n$ true\n```", "page.md:2: `(exit 3)` ended with 3"),
            ("```console run\nfrontpad-queue status\n```", "page.md:2: a console block begins with a command"),
            ("```sh runs\ntrue\n```", "page.md:1: unknown words after sh: runs"),
            ("```sql run\nSELECT 1\n```", "page.md:1: a block of sql cannot run"),
            ("```sh run\ntrue\n", "page.md:1: the block is not closed"),
        ])
    func wrong(page: String, reason: String) throws {
        let result = try check(page)
        #expect(result.status == .exited(1))
        #expect(result.stderr.contains(reason), "\(result.stderr)")
    }

    @Test("exits 1 if no block is marked to run") func nothing() throws {
        let result = try check("```sh\ntrue\n```")
        #expect(result.status == .exited(1))
        #expect(result.stderr.contains("no block of these pages is marked to run"))
    }
}

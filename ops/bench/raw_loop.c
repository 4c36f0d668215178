/* The upper bound: SQLite itself on the queue's own tables, without the queue's code.
 *
 * raw_loop enqueue DATABASE COUNT    inserts that many jobs, each in its own transaction
 * raw_loop drain DATABASE BATCH      claims BATCH jobs in one transaction and finishes them in another, until none is
 *                                    left
 *
 * SQLite checkpoints the WAL by itself, every 1000 pages. The program prints `ready`, begins when it reads a line, and
 * prints one JSON line.
 */
#include "sqlite.h"
#include <string.h>
#include <unistd.h>

static sqlite3_int64 now(void) { return (sqlite3_int64)(nanoseconds(CLOCK_REALTIME) / 1000000); }

static void step(sqlite3_stmt *statement) {
    check(sqlite3_step(statement), SQLITE_DONE, sqlite3_sql(statement));
    sqlite3_reset(statement);
}

static int enqueue(int count) {
    sqlite3_stmt *insert = prepare(
        "INSERT INTO jobs (kind, queue, args, state, priority, max_attempts, scheduled_at, inserted_at) "
        "VALUES ('nothing', 'bench', ?, 'available', 0, 20, ?, ?)");
    for (int i = 0; i < count; i++) {
        char args[64];
        snprintf(args, sizeof args, "{\"at\":%llu}", (unsigned long long)nanoseconds(CLOCK_MONOTONIC));
        sqlite3_bind_text(insert, 1, args, -1, SQLITE_STATIC);
        sqlite3_bind_int64(insert, 2, now());
        sqlite3_bind_int64(insert, 3, now());
        run("BEGIN IMMEDIATE");
        step(insert);
        run("COMMIT");
    }
    return count;
}

static int drain(int batch) {
    enum { most = 1000 };
    sqlite3_int64 ids[most], attempts[most];
    char worker[32];
    int total = 0;
    if (batch > most) batch = most;
    snprintf(worker, sizeof worker, "raw:%d", (int)getpid());
    sqlite3_stmt *claim = prepare(
        "UPDATE jobs SET state = 'running', worker = ?, attempt = attempt + 1, reason = NULL WHERE id IN "
        "(SELECT id FROM jobs WHERE state = 'available' AND queue = 'bench' "
        "ORDER BY priority, scheduled_at, id LIMIT ?) RETURNING id, attempt, kind, args");
    sqlite3_stmt *begin_attempt =
        prepare("INSERT INTO attempts (job_id, attempt, worker, started_at) VALUES (?, ?, ?, ?)");
    sqlite3_stmt *finish = prepare(
        "UPDATE jobs SET state = 'completed', finished_at = ?, worker = NULL "
        "WHERE id = ? AND state = 'running' AND worker = ? AND attempt = ?");
    sqlite3_stmt *end_attempt =
        prepare("UPDATE attempts SET ended_at = ?, outcome = 'completed' WHERE job_id = ? AND attempt = ?");
    for (;;) {
        int code, count = 0;
        run("BEGIN IMMEDIATE");
        sqlite3_bind_text(claim, 1, worker, -1, SQLITE_STATIC);
        sqlite3_bind_int(claim, 2, batch);
        while ((code = sqlite3_step(claim)) == SQLITE_ROW) {
            ids[count] = sqlite3_column_int64(claim, 0);
            attempts[count++] = sqlite3_column_int64(claim, 1);
        }
        check(code, SQLITE_DONE, "claim");
        sqlite3_reset(claim);
        for (int i = 0; i < count; i++) {
            sqlite3_bind_int64(begin_attempt, 1, ids[i]);
            sqlite3_bind_int64(begin_attempt, 2, attempts[i]);
            sqlite3_bind_text(begin_attempt, 3, worker, -1, SQLITE_STATIC);
            sqlite3_bind_int64(begin_attempt, 4, now());
            step(begin_attempt);
        }
        run("COMMIT");
        if (count == 0) return total;
        run("BEGIN IMMEDIATE");
        for (int i = 0; i < count; i++) {
            sqlite3_bind_int64(finish, 1, now());
            sqlite3_bind_int64(finish, 2, ids[i]);
            sqlite3_bind_text(finish, 3, worker, -1, SQLITE_STATIC);
            sqlite3_bind_int64(finish, 4, attempts[i]);
            step(finish);
            sqlite3_bind_int64(end_attempt, 1, now());
            sqlite3_bind_int64(end_attempt, 2, ids[i]);
            sqlite3_bind_int64(end_attempt, 3, attempts[i]);
            step(end_attempt);
        }
        run("COMMIT");
        total += count;
    }
}

int main(int count, char **arguments) {
    char line[16];
    if (count != 4) return 64;
    int number = atoi(arguments[3]);
    open_database(arguments[2]);
    puts("ready");
    fflush(stdout);
    if (!fgets(line, sizeof line, stdin)) return 0;
    uint64_t start = nanoseconds(CLOCK_MONOTONIC);
    int done = strcmp(arguments[1], "enqueue") == 0 ? enqueue(number) : drain(number);
    printf("{\"start_ns\":%llu,\"end_ns\":%llu,\"count\":%d}\n", (unsigned long long)start,
        (unsigned long long)nanoseconds(CLOCK_MONOTONIC), done);
    return 0;
}

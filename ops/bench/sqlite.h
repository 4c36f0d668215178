/* Shared by the C programs of the bench. */
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static sqlite3 *db;

static inline void check(int code, int wanted, const char *what) {
    if (code == wanted) return;
    fprintf(stderr, "%s: %s\n", what, sqlite3_errmsg(db));
    exit(1);
}

static inline void run(const char *sql) { check(sqlite3_exec(db, sql, 0, 0, 0), SQLITE_OK, sql); }

static inline void open_database(const char *path) {
    check(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, 0), SQLITE_OK, path);
    sqlite3_busy_timeout(db, 30000);
    run("PRAGMA synchronous=FULL");
}

static inline sqlite3_stmt *prepare(const char *sql) {
    sqlite3_stmt *statement;
    check(sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, 0), SQLITE_OK, sql);
    return statement;
}

static inline uint64_t nanoseconds(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

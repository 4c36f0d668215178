/* The minimal program that enqueues an order: it opens the database, inserts the same row as
 * `frontpad-enqueue order`, and ends. It reads the document from standard input.
 *
 * insert_order DATABASE ID NUM CREATEDON CREATEDON_LOCAL STATUS EVENT EVENT_SEQ
 */
#include "sqlite.h"

int main(int count, char **arguments) {
    static char document[1 << 20];
    if (count != 9) return 64;
    size_t length = fread(document, 1, sizeof document, stdin);
    while (length > 0 && document[length - 1] == '\n') length--;
    open_database(arguments[1]);
    sqlite3_stmt *insert = prepare(
        "INSERT INTO orders (id, num, createdon, createdon_local, status, event, event_seq, document) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    sqlite3_bind_int64(insert, 1, atoll(arguments[2]));
    sqlite3_bind_text(insert, 2, arguments[3], -1, SQLITE_STATIC);
    sqlite3_bind_int64(insert, 3, atoll(arguments[4]));
    sqlite3_bind_text(insert, 4, arguments[5], -1, SQLITE_STATIC);
    sqlite3_bind_int64(insert, 5, atoll(arguments[6]));
    sqlite3_bind_text(insert, 6, arguments[7], -1, SQLITE_STATIC);
    sqlite3_bind_int64(insert, 7, atoll(arguments[8]));
    sqlite3_bind_text(insert, 8, document, (int)length, SQLITE_STATIC);
    check(sqlite3_step(insert), SQLITE_DONE, "insert");
    sqlite3_finalize(insert);
    sqlite3_close(db);
    return 0;
}

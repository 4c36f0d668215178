#ifndef FRONTPAD_CSQLITE_SHIM_H
#define FRONTPAD_CSQLITE_SHIM_H

#include <sqlite3.h>

// sqlite3_db_config is variadic and so out of Swift's reach.
static inline int frontpad_sqlite3_db_config_int(sqlite3 *db, int op, int value) {
    return sqlite3_db_config(db, op, value, (int *)0);
}

// sqlite3_config is variadic as well.
static inline int frontpad_sqlite3_config_int(int op, int value) { return sqlite3_config(op, value); }

// The macro is a cast of -1 to a function pointer, which Swift does not import.
static inline sqlite3_destructor_type frontpad_sqlite3_transient(void) { return SQLITE_TRANSIENT; }

#endif

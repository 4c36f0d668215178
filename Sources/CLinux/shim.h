#ifndef FRONTPAD_CLINUX_SHIM_H
#define FRONTPAD_CLINUX_SHIM_H

// Linux calls that Swift cannot reach by itself: variadic ones and those that glibc declares only for GNU sources.
// _GNU_SOURCE itself must not be defined here: it gives structs other members than they have in Swift's own module of
// glibc, and then neither module can be imported beside the other.
#include <fcntl.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

extern char **environ;

static inline int frontpad_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }
// The number of a child that has ended and that nobody has waited for, which stays so; 0 if there is none. waitid(2):
// P_ALL is 0, WNOHANG | WEXITED | WNOWAIT. The number is the first field after the common part of the kernel's siginfo_t.
static inline pid_t frontpad_ended_child(void) {
    int information[32] = {0};
    if (syscall(SYS_waitid, 0, 0, information, 1 | 4 | 0x01000000, 0) != 0) return 0;
    return information[sizeof(long) == 8 ? 4 : 3];
}
// prctl(2), PR_GET_CHILD_SUBREAPER.
static inline _Bool frontpad_is_subreaper(void) {
    int is = 0;
    return syscall(SYS_prctl, 37, &is, 0, 0, 0) == 0 && is;
}
static inline int frontpad_memfd_create(const char *name) { return (int)syscall(SYS_memfd_create, name, 1 /* MFD_CLOEXEC */); }
// glibc from 2.34; its header shows it only to C that is compiled as GNU's.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);
static inline int frontpad_spawn_closefrom(posix_spawn_file_actions_t *actions, int first) {
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}
// pipe2(2).
extern int pipe2(int ends[2], int flags);
static inline int frontpad_pipe_cloexec(int ends[2]) { return pipe2(ends, O_CLOEXEC); }
// F_GETPIPE_SZ of fcntl(2): its number is 1032 (linux/fcntl.h).
static inline int frontpad_pipe_size(int fd) { return fcntl(fd, 1032); }
// poll(2) with a limit in microseconds: ppoll(2). Its own header would make this module the owner of struct timespec.
static inline int frontpad_poll(void *files, unsigned long count, long microseconds) {
    long limit[2] = {microseconds / 1000000, microseconds % 1000000 * 1000};
    return (int)syscall(SYS_ppoll, files, count, limit, 0, 0);
}
static inline char **frontpad_environ(void) { return environ; }

static inline int frontpad_terminal_columns(int fd) {
    struct winsize size;
    return ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}
static inline int frontpad_terminal_rows(int fd) {
    struct winsize size;
    return ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_row : 0;
}


// statx(2): inode and time of birth of a file. The struct is declared here because glibc shows its own to GNU sources
// only; its layout belongs to the kernel's interface (linux/stat.h).
struct frontpad_file_status {
    unsigned int mask, block_size;
    unsigned long long attributes;
    unsigned int links, uid, gid;
    unsigned short mode, spare;
    unsigned long long inode, size, blocks, attributes_mask;
    struct { long long seconds; unsigned int nanoseconds; int spare; } accessed, born, changed, modified;
    unsigned long long rest[16];
};
static inline int frontpad_statx(const char *path, struct frontpad_file_status *result) {
    // AT_FDCWD; STATX_BASIC_STATS | STATX_BTIME.
    return (int)syscall(SYS_statx, AT_FDCWD, path, 0, 0xfffU, result);
}

#endif

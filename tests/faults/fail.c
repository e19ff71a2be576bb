/* Faults on demand, for tests: loaded before the C library (LD_PRELOAD), it counts the calls by which a program makes,
 * writes, syncs, renames and removes files, and at the call of number FAULT_AT fails it with the error FAULT (EIO, ENOSPC)
 * or kills the program there (KILL). At the end the number of calls is written to the file FAULT_LOG. Standard output and
 * standard error are left alone.
 *
 *     cc -shared -fPIC -o fail.so fail.c -ldl
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long calls;

/* Whether this call is to fail; errno is then set. */
static int fails(void) {
    const char *at = getenv("FAULT_AT"), *how = getenv("FAULT");
    long call = atomic_fetch_add(&calls, 1) + 1;
    if (!at || !how || call != atol(at)) return 0;
    if (!strcmp(how, "KILL")) kill(getpid(), SIGKILL);
    errno = strcmp(how, "ENOSPC") ? EIO : ENOSPC;
    return 1;
}

__attribute__((destructor)) static void tell(void) {
    const char *log = getenv("FAULT_LOG");
    FILE *file = log ? fopen(log, "w") : NULL;
    if (file) {
        fprintf(file, "%ld\n", atomic_load(&calls));
        fclose(file);
    }
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *bytes, size_t count) {
    if (fd > 2 && fails()) return -1;
    return REAL(write)(fd, bytes, count);
}

int fsync(int fd) { return fails() ? -1 : REAL(fsync)(fd); }
int fdatasync(int fd) { return fails() ? -1 : REAL(fdatasync)(fd); }
int mkdir(const char *path, mode_t mode) { return fails() ? -1 : REAL(mkdir)(path, mode); }
int rename(const char *from, const char *to) { return fails() ? -1 : REAL(rename)(from, to); }
int unlink(const char *path) { return fails() ? -1 : REAL(unlink)(path); }
int unlinkat(int at, const char *path, int flags) { return fails() ? -1 : REAL(unlinkat)(at, path, flags); }
int rmdir(const char *path) { return fails() ? -1 : REAL(rmdir)(path); }
int chmod(const char *path, mode_t mode) { return fails() ? -1 : REAL(chmod)(path, mode); }

int open64(const char *path, int flags, ...) {
    mode_t mode = 0;
    if (flags & O_CREAT) {
        va_list rest;
        va_start(rest, flags);
        mode = va_arg(rest, mode_t);
        va_end(rest);
        if (fails()) return -1;
    }
    return REAL(open64)(path, flags, mode);
}

"""A disk that is full at the n-th write: a layer between a process and its system, below Python, SQLite and DuckDB.

It is written in C and loaded before everything else: a process has to be started with it. Linux with a compiler only.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

SOURCE = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static char folder[4096];
static size_t length;
static long last, counted, refused;
static int stays, armed;

void disk_fails(const char *inside, long at, int from_then_on) {
    strncpy(folder, inside, sizeof folder - 1);
    length = strlen(folder);
    last = at; stays = from_then_on; counted = refused = 0; armed = 1;
}
void disk_works(int lets_through) { armed = !lets_through; }
long disk_counted(void) { return counted; }
long disk_refused(void) { return refused; }

static int full(void) {
    long now = __atomic_add_fetch(&counted, 1, __ATOMIC_SEQ_CST);
    if (last < 1 || !(stays ? now >= last : now == last)) return 0;
    __atomic_add_fetch(&refused, 1, __ATOMIC_SEQ_CST);
    errno = ENOSPC;
    return 1;
}
static int file_full(int file) {
    char link[64], name[4096];
    if (!armed) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t got = readlink(link, name, sizeof name - 1);
    return got >= (ssize_t) length && !strncmp(name, folder, length) && full();
}
static int name_full(const char *name) {
    return armed && !strncmp(name, folder, length) && full();
}

#define REAL(name) ((__typeof__(&name)) dlsym(RTLD_NEXT, #name))
#define ON_FILE(type, name, params, ...) \
    type name params { return file_full(file) ? -1 : REAL(name)(__VA_ARGS__); }
#define ON_NAME(type, name, params, which, ...) \
    type name params { return name_full(which) ? -1 : REAL(name)(__VA_ARGS__); }

ON_FILE(ssize_t, write, (int file, const void *b, size_t n), file, b, n)
ON_FILE(ssize_t, pwrite, (int file, const void *b, size_t n, off_t o), file, b, n, o)
ON_FILE(ssize_t, pwrite64, (int file, const void *b, size_t n, off64_t o), file, b, n, o)
ON_FILE(ssize_t, writev, (int file, const struct iovec *v, int n), file, v, n)
ON_FILE(int, fsync, (int file), file)
ON_FILE(int, fdatasync, (int file), file)
ON_FILE(ssize_t, sendfile, (int file, int from, off_t *o, size_t n), file, from, o, n)
ON_FILE(ssize_t, sendfile64, (int file, int from, off64_t *o, size_t n), file, from, o, n)
ON_FILE(ssize_t, copy_file_range, (int from, off64_t *a, int file, off64_t *b, size_t n, unsigned f),
        from, a, file, b, n, f)
ON_NAME(int, rename, (const char *a, const char *b), b, a, b)
ON_NAME(int, renameat, (int c, const char *a, int d, const char *b), b, c, a, d, b)
ON_NAME(int, link, (const char *a, const char *b), b, a, b)
ON_NAME(int, linkat, (int c, const char *a, int d, const char *b, int f), b, c, a, d, b, f)
ON_NAME(int, mkdir, (const char *a, mode_t m), a, a, m)
ON_NAME(int, mkdirat, (int d, const char *a, mode_t m), a, d, a, m)

#define OPENS(name) \
    int name(const char *path, int flags, ...) { \
        va_list rest; va_start(rest, flags); \
        mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        if (armed && (flags & O_CREAT) && access(path, F_OK) && name_full(path)) return -1; \
        return ((int (*)(const char *, int, ...)) dlsym(RTLD_NEXT, #name))(path, flags, mode); \
    }
OPENS(open)
OPENS(open64)
"""
"""What is refused: bytes written, flushed or copied to files of a folder, and new names in it. Removing never is."""


def built(folder: Path) -> Path | None:
    """The layer, compiled; None where that cannot be done."""
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        return None
    source, library = folder / "failing_disk.c", folder / "failing_disk.so"
    source.write_text(SOURCE)
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return library


class FailingDisk:
    """The layer in this process, which was started with it."""

    def __init__(self, inside: Path) -> None:
        self._library, self._inside = ctypes.CDLL(os.environ["LD_PRELOAD"]), inside

    def fail(self, at: int, *, stays: bool) -> None:
        """From now on count the writes inside the folder; refuse one, or each from there on; none where it is 0."""
        self._library.disk_fails(str(self._inside).encode(), ctypes.c_long(at), int(stays))

    def spare(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """The call, in which nothing is counted or refused."""

        def spared(*arguments: Any, **named: Any) -> Any:
            self._library.disk_works(1)
            try:
                return call(*arguments, **named)
            finally:
                self._library.disk_works(0)

        return spared

    def work(self) -> tuple[int, int]:
        """Let everything through again; how many writes there were, and how many were refused."""
        self._library.disk_works(1)
        return self._library.disk_counted(), self._library.disk_refused()

"""A disk that fills up and a clock that jumps."""
import ctypes, os, shutil, struct, subprocess


class Disk:
    """A small file system that only this process sees. It disappears with the process."""

    NEW_NAMESPACE, NEW_USER, PRIVATE = 0x20000, 0x10000000, 1 << 18 | 1 << 14

    def __init__(self, folder, megabytes):
        """Mounts the file system on a folder. Raises OSError if the machine does not allow that."""
        libc = ctypes.CDLL(None, use_errno=True)

        def call(name, *values):
            if getattr(libc, name)(*values) != 0:
                raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))

        user, group = os.getuid(), os.getgid()
        call("unshare", self.NEW_NAMESPACE | (self.NEW_USER if user else 0))
        if user:
            for name, text in ("setgroups", "deny"), ("uid_map", "0 %d 1" % user), ("gid_map", "0 %d 1" % group):
                with open("/proc/self/" + name, "w") as file:
                    file.write(text)
        call("mount", b"none", b"/", None, ctypes.c_ulong(self.PRIVATE), None)
        call("mount", b"tmpfs", folder.encode(), b"tmpfs", ctypes.c_ulong(0), b"size=%dm,mode=700" % megabytes)
        self.libc, self.folder, self.ballast = libc, folder, os.path.join(folder, "ballast")

    def fill(self):
        with open(self.ballast, "wb") as file:
            length = 0
            while True:
                free = os.statvfs(self.folder)
                room = free.f_bavail * free.f_frsize
                if not room:
                    return
                try:
                    os.posix_fallocate(file.fileno(), length, room)
                    length += room
                except OSError:
                    pass  # Another process was faster, and less space is left now.

    def unmount(self):
        self.libc.umount2(self.folder.encode(), 2)

    def clear(self):
        if os.path.exists(self.ballast):
            os.unlink(self.ballast)


class Clock:
    """The workers' wall clock, which can be an hour ahead or behind. Their steady clocks stay as they are."""

    def __init__(self, folder):
        """Raises OSError if there is no C compiler."""
        compiler = shutil.which("clang") or shutil.which("cc")
        if not compiler:
            raise OSError("there is no C compiler")
        self.file, self.library = os.path.join(folder, "clock"), os.path.join(folder, "clock.so")
        self.set(0)
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "clock.c")
        if subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", self.library, source]).returncode:
            raise OSError("the clock could not be compiled")

    def environment(self):
        return {"LD_PRELOAD": self.library, "FRONTPAD_CHAOS_CLOCK": self.file}

    def set(self, seconds):
        """Sets the difference to the real time. The file is written in place, because the workers have it mapped."""
        self.seconds = seconds
        descriptor = os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600)
        os.pwrite(descriptor, struct.pack("=q", seconds), 0)
        os.close(descriptor)

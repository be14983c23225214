"""A real PostgreSQL of our own, from Debian's binaries, in a folder of its own: for tests and drills."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Self

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
OWNER = "postgres"


class PostgresServer:
    """A server on a unix socket that nobody else can reach. PostgreSQL refuses root, so root lends it to `postgres`."""

    def __init__(self, *, durable: bool) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="clinic-bot-pg-", dir="/tmp"))
        self._durable = durable
        self._user = OWNER if os.geteuid() == 0 else None
        if self._user:
            owner = pwd.getpwnam(OWNER)
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        self._process: subprocess.Popen[bytes] | None = None
        self._run("initdb", "-D", str(self.data), "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N")

    @staticmethod
    def is_installed() -> bool:
        """Whether Debian's postgresql package is there."""
        return bool(BINARIES)

    @property
    def data(self) -> Path:
        """The server's data folder."""
        return self.folder / "data"

    def url(self, database: str) -> str:
        """What goes into database.url."""
        return f"postgresql://{OWNER}@/{database}?host={self.folder}"

    def start(self) -> Self:
        """Start and wait until it answers."""
        sync = [] if self._durable else ["-c", "fsync=off"]
        options = ["-k", str(self.folder), "-c", "listen_addresses=", "-c", "max_connections=60", *sync]
        self._process = subprocess.Popen(
            [self._binary("postgres"), "-D", str(self.data), *options],
            user=self._user,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
        )
        self._run("pg_isready", "-h", str(self.folder), "-t", "20", tries=200)
        return self

    def stop(self, *, crash: bool = False) -> None:
        """Stop, or crash as a power cut would: every server process at once, nothing flushed."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGQUIT if crash else signal.SIGINT)
        self._process.wait(30)
        self._process = None

    def create(self, database: str) -> str:
        """Make an empty database; returns its URL."""
        self._run("createdb", "-h", str(self.folder), "-U", OWNER, database)
        return self.url(database)

    def dump(self, database: str, target: Path) -> None:
        """A backup as docs/operating.md says."""
        with target.open("wb") as out:
            self._run("pg_dump", "-h", str(self.folder), "-U", OWNER, "-Fc", database, out=out.fileno())

    def restore(self, source: Path, database: str) -> None:
        """A backup put into an empty database."""
        with source.open("rb") as dump:
            self._run("pg_restore", "-h", str(self.folder), "-U", OWNER, "-d", database, stdin=dump.fileno())

    def remove(self) -> None:
        """Stop and leave nothing behind."""
        self.stop(crash=True)
        shutil.rmtree(self.folder)

    def _binary(self, name: str) -> str:
        return str(BINARIES[-1].with_name(name))

    def _run(
        self, name: str, *arguments: str, tries: int = 1, out: int | None = None, stdin: int | None = None
    ) -> None:
        for attempt in range(tries):
            done = subprocess.run(
                [self._binary(name), *arguments],
                user=self._user,
                cwd=self.folder,
                stdin=stdin,
                stdout=out if out is not None else subprocess.PIPE,
                stderr=subprocess.PIPE,
                check=False,
            )
            if done.returncode == 0:
                return
            if attempt == tries - 1:
                raise RuntimeError(f"{name}: {done.stderr.decode()}")

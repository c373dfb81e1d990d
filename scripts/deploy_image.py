"""Builds deploy/Dockerfile by buildah in chroot isolation, on a base by debootstrap: what deploy_check.py runs."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache" / "deploy"
BASE = "docker.io/library/python:3.11-slim-bookworm"
IMAGE = "localhost/bellwire:check"
#: What the containers need of this machine to reach the package index while they are built, where it is there.
OF_THE_HOST = ("/etc/pip.conf", "/etc/ssl/certs")
BUILDAH = {"STORAGE_DRIVER": "vfs", "BUILDAH_ISOLATION": "chroot"}


def build() -> None:
    """The base, once, then the image."""
    base = CACHE / "base"
    if not (base / "usr/bin/python3").exists():
        say("base", "debootstrap bookworm")
        base.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(base, ignore_errors=True)
        run("debootstrap", "--variant=minbase", "--include=python3,python3-venv,ca-certificates", "bookworm", str(base))
    container = out("buildah", "from", "scratch").strip()
    run("buildah", "add", "--quiet", container, str(base), "/")
    run("buildah", "commit", "--quiet", "--rm", container, BASE)
    say("image", "buildah bud")
    mounts = [f"--volume={path}:{path}:ro" for path in OF_THE_HOST if Path(path).exists()]
    run("buildah", "bud", "--format=docker", "--pull-never", *mounts, "--file=deploy/Dockerfile", f"--tag={IMAGE}", ".")


def image_container() -> str:
    """A container of the image; its id."""
    return out("buildah", "from", "--pull-never", IMAGE).strip()


def say(what: str, sentence: str) -> None:
    """One line of progress."""
    print(f"{what:18s} {sentence}", flush=True)


def run(*command: str) -> None:
    """Run a program to its end. Raises SystemExit, with its last words, where it fails."""
    out(*command)


def out(*command: str) -> str:
    """What a program writes to stdout. Raises SystemExit likewise."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env={**os.environ, **BUILDAH}, check=False)
    if done.returncode:
        raise SystemExit(f"deploy_check: {' '.join(command)[:200]}\n{(done.stdout + done.stderr)[-3000:]}")
    return done.stdout

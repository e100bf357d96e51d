"""What is locked installs on every laptop of the field. Kylin V10 has glibc 2.31."""

import tomllib
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).parent.parent
LOCK = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PYTHONS = [(3, 11), (3, 12), (3, 13), (3, 14)]
MACHINES = ["x86_64", "aarch64"]
OLD_LINUX = [f"manylinux_2_{minor}" for minor in range(5, 32)] + ["manylinux1", "manylinux2010", "manylinux2014"]
"""The platforms that a Linux with glibc 2.31 takes."""

PACKAGES = {package["name"]: package for package in LOCK["package"] if "registry" in package["source"]}


def wheels(package: dict) -> list[frozenset[Tag]]:
    """What each wheel of a locked package says it runs on."""
    names = [unquote(wheel["url"].rsplit("/", 1)[1]) for wheel in package.get("wheels", [])]
    return [parse_wheel_filename(name)[3] for name in names]


@cache
def accepted(python: tuple[int, int], machine: str) -> frozenset[Tag]:
    """Every tag that a Linux with glibc 2.31 and that CPython installs."""
    platforms = [f"{platform}_{machine}" for platform in OLD_LINUX]
    both = cpython_tags(python, platforms=platforms), compatible_tags(python, f"cp{python[0]}{python[1]}", platforms)
    return frozenset(tag for tags in both for tag in tags)


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("python", PYTHONS, ids=lambda p: f"{p[0]}.{p[1]}")
@pytest.mark.parametrize("name", sorted(PACKAGES))
def test_every_package_has_a_wheel_for_a_linux_with_glibc_2_31(name, python, machine):
    assert any(tags & accepted(python, machine) for tags in wheels(PACKAGES[name])), f"{name} would have to be compiled"


@pytest.mark.parametrize(("wheel", "runs"), [
    ("x-1-cp311-cp311-manylinux_2_31_x86_64.whl", True),
    ("x-1-cp311-cp311-manylinux_2_32_x86_64.whl", False),
    ("x-1-cp39-abi3-manylinux_2_28_x86_64.whl", True),
    ("x-1-cp312-abi3-manylinux_2_28_x86_64.whl", False),
    ("x-1-cp312-cp312-manylinux_2_17_x86_64.whl", False),
    ("x-1-cp311-cp311-musllinux_1_2_x86_64.whl", False),
    ("x-1-cp311-cp311-manylinux_2_17_aarch64.whl", False),
    ("x-1-py3-none-win_amd64.whl", False),
    ("x-1-py3-none-manylinux1_x86_64.whl", True),
    ("x-1-py2.py3-none-any.whl", True),
])
def test_a_wheel_is_judged_by_its_tags_for_python_3_11_on_x86_64(wheel, runs):
    assert bool(parse_wheel_filename(wheel)[3] & accepted((3, 11), "x86_64")) is runs


def test_what_slows_the_start_is_not_in_the_lock():
    assert not {"pandas", "numpy"} & set(PACKAGES)


def asked_for() -> list[Requirement]:
    """Every dependency that pyproject.toml names, those of the tests included."""
    groups = [PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"].values()]
    return [Requirement(text) for group in groups for text in group]


@pytest.mark.parametrize("requirement", asked_for(), ids=str)
def test_every_dependency_is_locked_at_a_version_that_it_allows(requirement):
    locked = PACKAGES[canonicalize_name(requirement.name)]
    assert requirement.specifier.contains(locked["version"])

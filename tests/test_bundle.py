"""What a bundle is made of is chosen rightly; that it runs where nothing is installed is proved by .ci/bundle/prove."""

import configparser
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path
from xml.etree import ElementTree

import pytest
import shiboken6

from fieldapp import VERSION
from fieldapp.desk.opening import COUNTY_SUFFIX
from ui.ways_in import SUFFIX

ROOT = Path(__file__).parent.parent
BUNDLE = ROOT / ".ci/bundle"
sys.path.insert(0, str(BUNDLE))

import contents  # noqa: E402
import licences  # noqa: E402


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library that needs something newer than glibc 2.5 and nothing newer than 2.31."""
    (found,) = Path(shiboken6.__file__).parent.glob("libshiboken6*.so*")
    path = tmp_path / "我的 库" / found.name
    path.parent.mkdir()
    path.write_bytes(found.read_bytes())
    return path


def glibc(folder: Path, newest: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", BUNDLE / "glibc", folder, newest], capture_output=True, encoding="utf-8", check=False)


def test_a_library_that_an_old_system_runs_passes(library):
    assert glibc(library.parent, "2.31").returncode == 0


def test_a_library_that_needs_a_newer_glibc_is_named(library):
    (library.parent / "说明.txt").write_text("not a program", encoding="utf-8")
    told = glibc(library.parent, "2.5")
    assert told.returncode == 1
    assert f"{library.name} needs GLIBC_2." in told.stderr
    assert "说明.txt" not in told.stderr


def test_a_folder_without_any_program_passes_nothing(tmp_path):
    assert glibc(tmp_path, "2.31").returncode == 1


@pytest.mark.parametrize("name", [
    "libQt6Core.so.6", "libQt6XcbQpa.so.6", "libQt6DBus.so.6", "PySide6/QtWidgets.abi3.so", "libicudata.so.73", "libxcb-cursor.so.0",
    "PySide6/Qt/plugins/platforms/libqxcb.so", "PySide6/Qt/plugins/platforms/libqoffscreen.so", "PySide6/Qt/plugins/iconengines/libqsvgicon.so",
    "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so", "PySide6/Qt/translations/qtbase_zh_CN.qm",
    r"PySide6\Qt6Widgets.dll", r"PySide6\QtGui.pyd", r"PySide6\plugins\platforms\qwindows.dll", r"PySide6\plugins\imageformats\qjpeg.dll",
    r"PySide6\translations\qtbase_zh_CN.qm", "resources/theme.qss", "python311.dll", "sqlcipher3/_sqlite3.cpython-311-x86_64-linux-gnu.so",
])  # fmt: skip
def test_what_the_window_uses_goes_along(name):
    assert contents.is_wanted(name)


@pytest.mark.parametrize("name", [
    "libQt6Quick.so.6", "libQt6Network.so.6", "PySide6/QtQml.abi3.so", "PySide6/Qt/plugins/platforms/libqwayland-egl.so",
    "PySide6/Qt/plugins/sqldrivers/libqsqlite.so", "PySide6/Qt/translations/qtbase_de.qm", "libcups.so.2", "libgnutls.so.30",
    r"PySide6\Qt6Quick.dll", r"PySide6\QtNetwork.pyd", r"PySide6\plugins\tls\qopensslbackend.dll", r"PySide6\translations\qt_zh_CN.qm",
])  # fmt: skip
def test_what_nobody_calls_stays_out(name):
    assert not contents.is_wanted(name)


def test_every_module_of_ours_goes_along():
    files = [path for top in ("fieldapp", "ui") for path in (ROOT / top).rglob("*.py")]
    modules = contents.hidden_modules(ROOT)
    assert len(set(modules)) == len(files)
    assert {"fieldapp", "fieldapp.documents.foreign_child", "fieldapp.commands.county", "ui.screens.manual"} <= set(modules)
    assert not [name for name in modules if name.endswith("__init__") or "/" in name]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """What lies beside the faces."""
    for name in {text for texts in licences.FORGOTTEN.values() for text in texts}:
        (tmp_path / "texts" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "texts" / name).write_text(name, encoding="utf-8")
    return tmp_path / "texts"


def test_every_package_that_is_installed_has_its_licence_in_the_bundle(texts, tmp_path):
    (tmp_path / "inside").mkdir()
    licences.take(tmp_path / "licences", tmp_path / "inside", texts)
    there = {path.name for path in (tmp_path / "licences").iterdir()}
    assert {package.name for package in distributions()} | {"fieldapp", "Python"} <= there
    assert (tmp_path / "licences/shiboken6/LGPL-3.txt").read_text("utf-8") == "LGPL-3.txt"
    assert list((tmp_path / "licences/pypdfium2").rglob("freetype.txt"))


def test_a_package_without_a_licence_stops_the_build(texts, tmp_path, monkeypatch):
    monkeypatch.delitem(licences.FORGOTTEN, "PySide6_Essentials")
    with pytest.raises(SystemExit, match="No licence was found of PySide6_Essentials"):
        licences.take(tmp_path / "licences", tmp_path, texts)


def test_a_library_that_is_nobodys_stops_the_build(texts, tmp_path):
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside/libnobody.so.1").touch()
    with pytest.raises(SystemExit, match=r"libnobody\.so\.1"):
        licences.take(tmp_path / "licences", tmp_path / "inside", texts)


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Path:
    """The package of Debian made from a folder with two files."""
    folder = tmp_path_factory.mktemp("deb")
    bundle = folder / "驻村走访"
    (bundle / "_internal").mkdir(parents=True)
    (bundle / "fieldapp").write_bytes(b"program")
    (bundle / "_internal/a.so").write_bytes(b"library")
    subprocess.run(["bash", BUNDLE / "deb", bundle, folder, "arm64"], check=True)
    return folder / f"fieldapp_{VERSION}_arm64.deb"


def told(*words: str | Path) -> str:
    return subprocess.run(["dpkg-deb", *words], check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def test_a_package_asks_for_nothing_but_the_c_library(package):
    fields = dict(line.split(": ", 1) for line in told("--field", package, "Depends", "Architecture", "Version").splitlines())
    assert fields == {"Depends": "libc6 (>= 2.31)", "Architecture": "arm64", "Version": VERSION}


def test_a_package_has_no_scripts_that_could_touch_what_is_the_users(package, tmp_path):
    told("--control", package, tmp_path / "control")
    assert [path.name for path in (tmp_path / "control").iterdir()] == ["control"]


def test_a_package_holds_the_folder_and_a_menu_entry_and_belongs_to_root(package):
    lines = [line.split(maxsplit=5) for line in told("--contents", package).splitlines()]
    assert {line[1] for line in lines} == {"root/root"}
    files = {line[5].split(" -> ")[0] for line in lines if not line[5].endswith("/")}
    assert files == {f"./{name}" for name in (
        "opt/fieldapp/fieldapp", "opt/fieldapp/_internal/a.so", "usr/bin/fieldapp", "usr/bin/fieldapp-window",
        "usr/share/applications/fieldapp.desktop", "usr/share/mime/packages/fieldapp.xml",
        "usr/share/icons/hicolor/scalable/apps/fieldapp.svg", "usr/share/doc/fieldapp/copyright",
    )}  # fmt: skip


def test_the_menu_entry_opens_the_files_of_villages_and_of_counties():
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str
    entry.read(BUNDLE / "debian/fieldapp.desktop", encoding="utf-8")
    types = ElementTree.parse(BUNDLE / "debian/fieldapp.xml").getroot()
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    endings = {kind.get("type"): kind.find(f"{space}glob").get("pattern") for kind in types}
    assert set(endings.values()) == {f"*{SUFFIX}", f"*{COUNTY_SUFFIX}"}
    assert set(entry["Desktop Entry"]["MimeType"].rstrip(";").split(";")) == set(endings)
    assert entry["Desktop Entry"]["Exec"] == "fieldapp-window %f"
    assert entry["Desktop Entry"]["Name"] == contents.WINDOW

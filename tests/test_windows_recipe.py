"""The recipe for Windows cannot run here; that it is of one piece, and asks nobody for rights, can be read."""

import re
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from packaging.tags import compatible_tags, cpython_tags
from packaging.utils import parse_wheel_filename
from PIL import Image

from fieldapp import VERSION
from fieldapp.base.program import CONSOLE
from fieldapp.desk.opening import COUNTY_SUFFIX
from ui.ways_in import SUFFIX

ROOT = Path(__file__).parent.parent
BUNDLE = ROOT / ".ci/bundle"
sys.path.insert(0, str(BUNDLE))

import contents  # noqa: E402
import emblem  # noqa: E402

WORKFLOW = (ROOT / ".github/workflows/windows.yml").read_text("utf-8")
INSTALLER = (BUNDLE / "fieldapp.iss").read_text("utf-8")
BUILD = (BUNDLE / "windows.ps1").read_text("utf-8")
SCRIPTS = sorted([*(ROOT / ".ci").glob("*.ps1"), *BUNDLE.glob("*.ps1")])
PACKAGES = [
    package for package in tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"] if "registry" in package["source"]
]


def section(name: str) -> list[str]:
    """The lines of a section of the installer, without remarks."""
    _, _, rest = INSTALLER.partition(f"\n[{name}]\n")
    lines = rest.split("\n[", 1)[0].splitlines()
    return [line for line in lines if line and not line.startswith(";")]


def directives() -> dict[str, str]:
    return dict(line.split("=", 1) for line in section("Setup"))


# the workflow


def test_the_workflow_is_indented_by_twos_and_every_line_says_something():
    lines = [line for line in WORKFLOW.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert "\t" not in WORKFLOW
    assert not [line for line in lines if (len(line) - len(line.lstrip())) % 2]
    assert not [line for line in lines if not re.match(r" *(- )?[\w-]+:( |$)", line) and not line.startswith("            .out/")]


def test_it_may_only_read_and_every_action_has_its_version():
    assert re.search(r"^permissions:\n  contents: read\n(?=\S)", WORKFLOW, re.MULTILINE)
    assert WORKFLOW.count("permissions:") == 1
    assert "secrets." not in WORKFLOW
    actions = re.findall(r"uses: (\S+)", WORKFLOW)
    assert actions
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", action) for action in actions)
    assert WORKFLOW.count("actions/checkout@") == WORKFLOW.count("persist-credentials: false")


def test_every_job_runs_on_a_machine_that_is_named_with_its_year_and_ends_in_time():
    jobs = re.findall(r"^  (\w+):", WORKFLOW.partition("\njobs:\n")[2], re.MULTILINE)
    machines = re.findall(r"runs-on: (\S+)", WORKFLOW)
    assert len(machines) == len(jobs) == WORKFLOW.count("timeout-minutes:")
    assert all(re.search(r"\d{4}$|\d\d\.\d\d$", machine) for machine in machines)
    assert set(re.findall(r"needs: (\w+)", WORKFLOW)) <= set(jobs)


def test_it_calls_only_what_is_there():
    named = re.findall(r"(?<![\w/])(?:\./)?(\.ci/[\w./-]+)", WORKFLOW)
    assert len(named) >= 5
    assert not [name for name in named if not (ROOT / name).is_file()]


def test_what_one_job_takes_another_has_put_there():
    put = re.findall(r"upload-artifact@\S+\n(?: +if: .*\n)? +with:\n +name: (\w+)", WORKFLOW)
    taken = re.findall(r"download-artifact@\S+\n +with:\n +name: (\w+)", WORKFLOW)
    assert len(put) == len(set(put)) == WORKFLOW.count("upload-artifact@")
    assert taken
    assert set(taken) <= set(put)


# the scripts


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_of_powershell_is_ascii(script):
    assert script.read_bytes().isascii()


def test_the_scripts_name_only_what_is_there():
    named = [
        ROOT / name for script in SCRIPTS for name in re.findall(r"'((?:\.ci|tests)[\\/][\w.\\/-]+)'", script.read_text("ascii"))
    ]
    beside = [
        script.parent / name for script in SCRIPTS for name in re.findall(r"PSScriptRoot\\([\w.\\-]+)", script.read_text("ascii"))
    ]
    assert len(named) >= 5
    assert len(beside) >= 4
    assert not [path for path in [*named, *beside] if not Path(str(path).replace("\\", "/")).exists()]


def test_no_recipe_names_a_host():
    texts = [WORKFLOW, INSTALLER, (BUNDLE / "faces").read_text("utf-8"), *(script.read_text("ascii") for script in SCRIPTS)]
    assert not [text for text in texts if re.search(r"\w://|\bwww\.", text)]


def test_the_version_is_told_by_the_program_and_by_nobody_else():
    assert "fieldapp.VERSION" in BUILD
    for text in (BUILD, INSTALLER, WORKFLOW):
        assert VERSION not in text
    assert directives()["AppVersion"] == "{#Version}"


def test_what_the_installer_wants_to_be_told_the_build_tells():
    wanted = set(re.findall(r"#ifndef (\w+)", INSTALLER))
    assert wanted == {"Version", "Bundle", "Icon"}
    assert wanted == set(re.findall(r"/D(\w+)=", BUILD))
    assert set(re.findall(r"\{#(\w+)", INSTALLER)) <= wanted | set(re.findall(r"#define (\w+)", INSTALLER))


# the installer


def test_nobody_needs_rights_and_everything_stays_with_the_person():
    assert directives()["PrivilegesRequired"] == "lowest"
    assert "PrivilegesRequiredOverridesAllowed" not in INSTALLER
    assert all("Root: HKCU;" in line for line in section("Registry"))
    assert not re.search(r"\{(common\w*|sys|win|pf\d*|commonpf\d*)\}", INSTALLER)


def test_removing_leaves_everything_that_the_person_has_made():
    assert not re.search(r"^\[(UninstallDelete|UninstallRun|Code)\]", INSTALLER, re.MULTILINE)
    assert section("InstallDelete") == ['Type: filesandordirs; Name: "{app}\\_internal"']
    assert all('"{#Bundle}\\*"; DestDir: "{app}"' in line for line in section("Files"))


def test_what_it_opens_is_what_the_bundle_brings():
    assert f'#define Window "{contents.WINDOW}.exe"' in INSTALLER
    assert set(re.findall(r"\{app\}\\([^\"},]+)", INSTALLER)) == {"_internal", "{#Window"}


@pytest.mark.parametrize(("ending", "kind"), [(SUFFIX, "Fieldapp.Survey"), (COUNTY_SUFFIX, "Fieldapp.County")])
def test_a_file_opens_by_a_double_click_and_forgets_the_program_with_it(ending, kind):
    told = {re.search(r'Subkey: "([^"]+)"', line)[1]: line for line in section("Registry")}
    assert f'ValueData: "{kind}"; Flags: uninsdeletevalue' in told[f"Software\\Classes\\{ending}"]
    assert told[f"Software\\Classes\\{kind}"].endswith("Flags: uninsdeletekey")
    command = told[f"Software\\Classes\\{kind}\\shell\\open\\command"]
    assert command.endswith('ValueData: """{app}\\{#Window}"" open ""%1"""')


def test_the_endings_of_the_program_are_those_of_the_installer():
    assert (SUFFIX, COUNTY_SUFFIX) == (".survey", ".county")


def test_every_sentence_of_the_installer_is_chinese_and_stands_once():
    told = [line.partition("=")[::2] for line in section("Messages")]
    names = [name for name, _ in told]
    assert len(names) == len(set(names)) > 80
    assert not [name for name, text in told if not re.search("[\u4e00-\u9fff]", text)]
    assert not [name for name, text in told if re.search("[A-Za-z]{3}", re.sub(r"\[\w+\]|%n|Windows|APP", "", text))]


# picture and version of the programs


def test_the_picture_is_drawn_in_every_size_that_windows_asks_for(tmp_path):
    emblem.write_icon(tmp_path / "fieldapp.ico")
    with Image.open(tmp_path / "fieldapp.ico") as icon:
        assert icon.info["sizes"] == {(size, size) for size in emblem.SIZES}
        for size in emblem.SIZES:
            picture = icon.ico.getimage((size, size))
            assert picture.getpixel((0, 0))[3] < 255, "its corners are round"
            assert picture.getpixel((size // 2, size // 8))[3] == 255
            assert len(picture.getcolors(1 << 16)) > 2, "there is a drawing on it"


class Told(SimpleNamespace):
    """What stands in a page of the version, for reading it as PyInstaller does."""

    def __init__(self, *told, **named):
        super().__init__(told=told, **named)


def test_the_page_of_the_version_tells_the_version_of_the_program():
    kinds = ("VSVersionInfo", "FixedFileInfo", "StringFileInfo", "StringTable", "StringStruct", "VarFileInfo", "VarStruct")
    page = eval(emblem.version_page("驻村走访", "驻村走访"), dict.fromkeys(kinds, Told))
    strings, language = page.kids
    told = {line.told[0]: line.told[1] for line in strings.told[0][0].told[1]}
    assert ".".join(map(str, page.ffi.filevers)) == f"{VERSION}.0"
    assert told["FileVersion"] == told["ProductVersion"] == VERSION
    assert told["OriginalFilename"] == "驻村走访.exe"
    assert strings.told[0][0].told[0] == "080404b0"
    assert language.told[0][0].told == ("Translation", [0x0804, 0x04B0])


def test_on_other_systems_a_program_is_marked_by_nothing(tmp_path):
    assert emblem.marks(CONSOLE, "x", tmp_path) == {}
    assert not list(tmp_path.iterdir())


# what goes into the bundle


@pytest.mark.parametrize(("name", "goes"), [
    ("PySide6\\Qt6Core.dll", True), ("PySide6\\QtWidgets.pyd", True), ("PySide6\\pyside6.abi3.dll", True), ("VCRUNTIME140.dll", True),
    ("PySide6\\plugins\\platforms\\qwindows.dll", True), ("PySide6\\plugins\\platforms\\qoffscreen.dll", True),
    ("PySide6\\plugins\\iconengines\\qsvgicon.dll", True), ("PySide6\\plugins\\styles\\qmodernwindowsstyle.dll", True),
    ("PySide6\\translations\\qtbase_zh_CN.qm", True), ("sqlcipher3\\_sqlite3.cp311-win_amd64.pyd", True),
    ("PySide6\\Qt6Network.dll", False), ("PySide6\\QtQml.pyd", False), ("PySide6\\opengl32sw.dll", False),
    ("PySide6\\plugins\\platforms\\qdirect2d.dll", False), ("PySide6\\plugins\\tls\\qschannelbackend.dll", False),
    ("PySide6\\translations\\qtbase_de.qm", False),
])  # fmt: skip
def test_of_qt_for_windows_only_what_the_window_uses_goes_along(name, goes):
    assert contents.is_wanted(name) is goes


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_every_package_has_a_wheel_for_windows_and_python_3_11(package):
    accepted = {*cpython_tags((3, 11), platforms=["win_amd64"]), *compatible_tags((3, 11), "cp311", ["win_amd64"])}
    wheels = [parse_wheel_filename(unquote(wheel["url"].rsplit("/", 1)[1]))[3] for wheel in package.get("wheels", [])]
    assert any(tags & accepted for tags in wheels)

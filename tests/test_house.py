"""The house around the program: what a newcomer relies on before reading any code."""

import ast
import os
import re
import socket
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import grsearch_desktop
from tests.benchmarks.network_guard.sitecustomize import NetworkForbiddenError

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
MODULES = sorted((ROOT / "grsearch_desktop").rglob("*.py"))

# Folders that only one person's machine has; the last two: those of whoever runs this.
MACHINE_PATHS = re.compile(
    rb"(?<![\w.])(?:/(?:work|root)/|%s\b|%s\b)"
    % tuple(re.escape(os.fsencode(path)) for path in (Path.home(), ROOT))
)


def test_the_readme_names_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "make run" in readme
    assert "make test" in readme


def test_each_link_of_the_documents_leads_to_a_file() -> None:
    for document in [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text("utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_the_resources_go_into_the_wheel() -> None:
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"]["resources"] == "grsearch_desktop/resources"


def test_the_version_is_the_same_everywhere() -> None:
    assert PROJECT["project"]["version"] == grsearch_desktop.__version__


def test_the_licence_is_whole() -> None:
    licence = (ROOT / "LICENSE").read_text("utf-8")
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
    assert PROJECT["project"]["license"] == "AGPL-3.0-or-later"


def test_what_is_locked_is_what_may_be_installed() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    locks = {
        "requirements.lock": PROJECT["project"]["dependencies"],
        "requirements-test.lock": [*extras["clip"], *extras["dev"], *extras["evaluate"]],
    }
    for name, wanted in locks.items():
        lines = (ROOT / "packaging" / name).read_text("utf-8").splitlines()
        locked = dict(line.split("==") for line in lines if not line.startswith("#"))
        for requirement in map(Requirement, wanted):
            version = locked[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version), f"{name}: {requirement}, {version}"


def test_to_run_the_program_installs_no_torch() -> None:
    lock = (ROOT / "packaging" / "requirements.lock").read_text("utf-8")
    assert not re.search("^(torch|nvidia|triton|open-clip)", lock, re.MULTILINE)


def test_each_benchmark_that_the_documents_name_is_there_to_be_run() -> None:
    """mypy does not look at them, and no test runs them."""
    documents = [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]
    named = re.findall(r"-m (tests\.benchmarks\.\w+)", "".join(x.read_text() for x in documents))
    assert len(set(named)) > 10
    imports = "".join(f"import {module}\n" for module in sorted(set(named)))
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", imports], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_what_the_program_imports_is_declared() -> None:
    project = PROJECT["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["clip"], *extras["evaluate"]]
    declared = {canonicalize_name(Requirement(text).name) for text in wanted}
    providers = packages_distributions()
    undeclared = {
        f"{name} in {module.relative_to(ROOT)}"
        for module in MODULES
        for name in imported(module)
        if name not in sys.stdlib_module_names
        and not declared & {canonicalize_name(provider) for provider in providers.get(name, ())}
    }
    assert not undeclared


def imported(module: Path) -> set[str]:
    """Top names of the other packages that a module imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add((node.module or "").partition(".")[0])
    return names - {"grsearch_desktop"}


def test_the_rooms_keep_to_their_import_rules() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run(
        [command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_module_says_what_it_is_for(module: Path) -> None:
    assert ast.get_docstring(ast.parse(module.read_text("utf-8")))


def test_no_file_names_a_folder_of_one_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = ROOT / name
        content = path.read_bytes() if path.is_file() else b""
        if b"\0" in content[:8192]:
            continue
        found = MACHINE_PATHS.search(content)
        assert found is None, f"{name} holds {found.group().decode()}..."


def test_nothing_in_the_tests_reaches_another_machine() -> None:
    with socket.socket() as outward, pytest.raises(NetworkForbiddenError):
        outward.connect(("192.0.2.1", 80))
    with pytest.raises(NetworkForbiddenError):
        socket.getaddrinfo("example.org", 443)


def test_no_process_of_the_tests_reaches_another_machine() -> None:
    attempt = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    ended = subprocess.run(
        [sys.executable, "-c", attempt], capture_output=True, text=True, check=False
    )
    assert ended.returncode != 0
    assert "NetworkForbiddenError" in ended.stderr

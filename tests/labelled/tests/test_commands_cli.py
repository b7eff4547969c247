import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from notes.cli import main
from notes.store import Store


@pytest.fixture
def runner(tmp_path, monkeypatch):
    monkeypatch.setenv("NOTES_HOME", str(tmp_path))
    return CliRunner()


def run(runner, *arguments):
    result = runner.invoke(main, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def invoke(runner, *arguments):
    return runner.invoke(main, list(arguments))


def test_add(runner):  # good: TST001
    run(runner, "add", "milk")


def test_add_two(runner):  # bad: TST001
    invoke(runner, "add", "milk")
    invoke(runner, "add", "bread")


def test_list(runner):  # good
    run(runner, "add", "milk")
    assert run(runner, "list") == "1. milk\n"


def test_list_twice(runner):
    first = run(runner, "list")
    assert first == first  # bad: TST002


def test_list_is_stable(runner):  # good: TST004
    run(runner, "add", "milk")
    first = run(runner, "list")
    run(runner, "list", "--rebuild-index")
    assert run(runner, "list") == first


def test_exit_code(runner):
    result = invoke(runner, "remove", "99")
    assert (result.exit_code == 1, "no such note")  # bad: TST002


def test_exit_code_of_missing_note(runner):  # good: TST002
    result = invoke(runner, "remove", "99")
    assert (result.exit_code, result.output) == (1, "no such note\n")


def test_module():  # good: TST001
    subprocess.run([sys.executable, "-m", "notes", "--version"], check=True)


def test_module_help():  # bad: TST001
    subprocess.run([sys.executable, "-m", "notes", "--help"], check=False)


def test_version_output(capsys):  # good
    main(["--version"], standalone_mode=False)
    assert capsys.readouterr().out.startswith("notes ")


def test_version_printed(capsys):  # bad: TST001
    main(["--version"], standalone_mode=False)
    out, err = capsys.readouterr()
    print(out, err)


def test_crash(runner):
    try:
        result = invoke(runner, "import", "/nowhere")
        assert result.exit_code == 2
    except:  # bad: TST005
        pass


def test_crash_report(runner, mocker):  # good: TST003
    mocker.patch("notes.cli.Store.load", side_effect=OSError("disk on fire"))
    result = invoke(runner, "list")
    assert "disk on fire" in result.output


def test_store_patched(mocker):  # bad: TST003
    load = mocker.patch.object(Store, "load", return_value=["milk"])
    assert Store.load() == ["milk"]
    load.assert_called_once()


def test_editor_is_started(runner, mocker):  # good: TST001
    edit = mocker.patch("notes.cli.click.edit", return_value="changed")
    run(runner, "add", "milk")
    run(runner, "edit", "1")
    edit.assert_called_once_with("milk")


def test_editor_mock(mocker):  # bad: TST003
    edit = mocker.Mock(return_value="changed")
    assert edit("milk") == "changed"


def test_lock(runner):
    holder = subprocess.Popen([sys.executable, "-m", "notes", "lock"])
    time.sleep(3)  # bad: TST007
    assert invoke(runner, "add", "milk").exit_code == 3
    holder.kill()


def test_lock_by_line(runner):  # good: TST007
    holder = subprocess.Popen([sys.executable, "-m", "notes", "lock"], stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "locked\n"
    assert invoke(runner, "add", "milk").exit_code == 3
    holder.kill()


def test_bad_option(runner):  # good: TST008
    with pytest.raises(SystemExit) as stop:
        main(["--nonsense"])
    assert stop.value.code == 2


def test_bad_command(runner):
    with pytest.raises(Exception):  # bad: TST008
        main(["nonsense"], standalone_mode=False)


def test_add(runner):  # bad: TST009
    assert "added" in run(runner, "add", "eggs")

from pathlib import Path

import pytest

from bot.cli import main
from bot.config import Settings, load_settings
from bot.errors import SettingsError
from bot.serving import bind

ROOT = Path(__file__).parent.parent


def config(tmp_path: Path, text: str) -> Path:
    """A config.yaml with some text."""
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_file_is_the_defaults() -> None:
    """config.yaml shows every default, so that nobody has to look for them in the code."""
    assert load_settings(ROOT / "config.yaml") == Settings()


def test_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CLINIC_BOT_SECTION__KEY overrides the file."""
    monkeypatch.setenv("CLINIC_BOT_WEB__PORT", "9000")
    assert load_settings(config(tmp_path, "web:\n  port: 8000\n  host: ::1\n")).web.port == 9000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("web:\n  prot: 1\n", "config.yaml:2:3: [error] web.prot: unknown key; did you mean `web.port`?"),
        ("web:\n  port: abc\n", "config.yaml:2:3: [error] web.port: 'abc'"),
        ("wbe:\n  port: 1\n", "config.yaml:1:1: [error] wbe: unknown key"),
        ("telegram:\n  token: x\n", "set CLINIC_BOT_TELEGRAM__TOKEN in the environment"),
        ("data_keys: x\n", "set CLINIC_BOT_DATA_KEYS in the environment"),
        ("clinic:\n  time_zone: Mars/Base\n", "is no IANA time zone"),
        ("web: [\n", "not valid YAML"),
        ("web:\n  port: 1\nweb:\n  port: 2\n", "duplicate key `web`"),
    ],
)
def test_wrong_keys_and_values_are_one_line_each(tmp_path: Path, text: str, message: str) -> None:
    """File, key, value and mend."""
    with pytest.raises(SettingsError) as caught:
        load_settings(config(tmp_path, text))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_mistyped_variable_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would have no effect, and nobody would notice."""
    monkeypatch.setenv("CLINIC_BOT_WEB__PROT", "1")
    with pytest.raises(SettingsError, match="did you mean `CLINIC_BOT_WEB__PORT`"):
        load_settings(Path("no-such-file.yaml"))


def test_secrets_are_in_no_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even in a debugger's or an error reporter's."""
    monkeypatch.setenv("CLINIC_BOT_TELEGRAM__TOKEN", "1:FAKE")
    monkeypatch.setenv("CLINIC_BOT_DATA_KEYS", "s3cret")
    shown = repr(load_settings(Path("no-such-file.yaml")))
    assert "FAKE" not in shown
    assert "s3cret" not in shown


def test_wrong_settings_exit_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line on standard error, no traceback."""
    assert main(["--config", str(config(tmp_path, "web:\n  port: abc\n")), "check"]) == 2
    assert "web.port" in capsys.readouterr().err


def test_run_without_a_token_says_what_to_set(capsys: pytest.CaptureFixture[str]) -> None:
    """And names the demo, which needs none."""
    assert main(["--config", "no-such-file.yaml", "run"]) == 2
    error = capsys.readouterr().err
    assert "CLINIC_BOT_TELEGRAM__TOKEN" in error
    assert "clinic-bot demo" in error


def test_s21_only_this_machine_is_served_without_a_tls_proxy(tmp_path: Path) -> None:
    """0.0.0.0 is refused unless the operator says that a proxy speaks https in front."""
    settings = load_settings(config(tmp_path, "web:\n  host: 0.0.0.0\n  port: 0\n"))
    with pytest.raises(SettingsError, match="behind_tls_proxy"):
        bind(settings.web)


def test_a_used_port_is_one_clear_line(tmp_path: Path) -> None:
    """Naming the port and the setting."""
    free = load_settings(config(tmp_path, "web:\n  port: 0\n")).web
    with bind(free) as first:
        port = first.getsockname()[1]
        taken = load_settings(config(tmp_path, f"web:\n  port: {port}\n")).web
        with pytest.raises(SettingsError, match=f"port {port} on 127.0.0.1.*web.port"):
            bind(taken)

"""What a Prometheus is told, over HTTP and in a file."""

import socket
import subprocess
import sys
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from watcher.config.service import Metrics as Settings
from watcher.daemon.metrics import Metrics, open_metrics
from watcher.errors import ConfigError

AT = datetime(2026, 11, 30, 9, tzinfo=UTC)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert isinstance(port, int)
    return port


def _samples(text: str) -> dict[tuple[str, tuple[str, ...]], float]:
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def _tell(metrics: Metrics) -> None:
    metrics.pass_done("private", 0.3, {"due": 2, "waiting": 5}, {"mark": 2})
    metrics.pass_done("private", 0.02, {"due": 1, "waiting": 6}, {"unmark": 1})
    metrics.pass_failed("work", "LoginRefused")
    metrics.listening("private", True)  # noqa: FBT003
    metrics.next_pass("private", AT)


def _check(text: str) -> None:
    found = _samples(text)
    assert found["watcher_threads", ("private", "due")] == 1
    assert found["watcher_threads", ("private", "waiting")] == 6
    assert found["watcher_passes_total", ("private",)] == 2
    assert found["watcher_actions_total", ("private", "mark")] == 2
    assert found["watcher_pass_failures_total", ("work", "LoginRefused")] == 1
    assert found["watcher_listening", ("private",)] == 1
    assert found["watcher_next_pass_timestamp_seconds", ("private",)] == AT.timestamp()
    assert found["watcher_pass_duration_seconds_count", ("private",)] == 2
    assert found["watcher_pass_duration_seconds_bucket", ("private", "0.05")] == 1


def test_they_are_served_on_this_computer() -> None:
    listen = f"127.0.0.1:{_free_port()}"
    with open_metrics(Settings(listen=listen)) as metrics:
        _tell(metrics)
        with urllib.request.urlopen(f"http://{listen}/metrics") as answer:
            _check(answer.read().decode())
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"http://{listen}/metrics")


def test_they_are_written_to_a_file_that_others_may_read_and_that_goes_with_the_service(tmp_path: Path) -> None:
    file = tmp_path / "watcher.prom"
    with open_metrics(Settings.model_validate({"textfile": str(file)})) as metrics:
        _tell(metrics)
        metrics.write()
        _check(file.read_text())
        assert file.stat().st_mode & 0o777 == 0o644
        assert list(tmp_path.iterdir()) == [file]
    assert not file.exists()


def test_a_file_that_can_not_be_written_is_no_error(tmp_path: Path) -> None:
    with open_metrics(Settings.model_validate({"textfile": str(tmp_path / "nothing" / "watcher.prom")})) as metrics:
        metrics.write()
        metrics.write()


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        listen = f"127.0.0.1:{other.getsockname()[1]}"
        with pytest.raises(ConfigError, match="another program may listen there"):
            open_metrics(Settings(listen=listen))


def test_an_account_that_is_gone_leaves_no_figures(tmp_path: Path) -> None:
    file = tmp_path / "watcher.prom"
    with open_metrics(Settings.model_validate({"textfile": str(file)})) as metrics:
        _tell(metrics)
        metrics.forget("private")
        metrics.write()
        assert "private" not in file.read_text()
        assert "work" in file.read_text()


def test_nothing_is_told_and_nothing_loaded_unless_it_is_wanted() -> None:
    program = "import sys; from watcher.config.service import Metrics; from watcher.daemon.metrics import open_metrics; open_metrics(Metrics()).write(); print('prometheus_client' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_missing_library_is_told_with_the_way_to_get_it() -> None:
    program = "import sys; sys.modules['prometheus_client'] = None\nfrom watcher.config.service import Metrics; from watcher.daemon.metrics import open_metrics\ntry: open_metrics(Metrics(listen='127.0.0.1:1'))\nexcept Exception as error: print(type(error).__name__, error)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("ConfigError service.metrics: the library prometheus-client is missing; install")


@pytest.mark.parametrize(
    "listen", ["0.0.0.0:9464", "example.com:9464", "9464", "127.0.0.1", "127.0.0.1:99999", "127.0.0.1:x"]
)
def test_only_this_computer_is_told(listen: str) -> None:
    with pytest.raises(ValueError, match="must be an address of this computer and a port"):
        Settings(listen=listen)

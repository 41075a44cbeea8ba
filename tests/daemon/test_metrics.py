"""What a Prometheus is told, over HTTP and in a file."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.daemon.conftest import MakeBox
from tests.daemon.service import serving, wait_until
from watcher.config.service import Metrics as Settings
from watcher.daemon import prometheus
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


def _settings(listen: str | None = None, file: Path | None = None) -> Settings:
    return Settings.model_validate({"listen": listen, "textfile": str(file) if file is not None else None})


def _served(listen: str) -> str:
    with urllib.request.urlopen(f"http://{listen}/metrics", timeout=30) as answer:
        text = answer.read().decode()
    assert isinstance(text, str)
    return text


@pytest.fixture(scope="module")
def answering_port() -> Iterator[int]:
    port = _free_port()
    with open_metrics(_settings(f"127.0.0.1:{port}")):
        yield port


@pytest.mark.parametrize(
    ("host", "path", "status"),
    [
        ("localhost", "/metrics", 200),
        ("127.0.0.1:9464", "/metrics?a=b", 200),
        ("[::1]:9464", "/metrics", 200),
        ("acme.example", "/metrics", 403),
        ("acme.example:9464", "/metrics", 403),
        ("127.0.0.1.acme.example", "/metrics", 403),
        ("", "/metrics", 403),
        ("localhost", "/", 404),
        ("localhost", "/metrics/../etc", 404),
    ],
)
def test_only_callers_that_mean_this_computer_are_answered_and_only_at_one_path(
    answering_port: int, host: str, path: str, status: int
) -> None:
    """A web page whose name points here (DNS rebinding) still calls it by that name."""
    caller = http.client.HTTPConnection("127.0.0.1", answering_port, timeout=30)
    caller.putrequest("GET", path, skip_host=True)
    caller.putheader("Host", host)
    caller.endheaders()
    answer = caller.getresponse()
    answer.read()
    caller.close()
    assert answer.status == status


def test_callers_that_say_nothing_are_few_and_are_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watcher.daemon.prometheus._Call.timeout", 0.5)
    port = _free_port()
    with open_metrics(_settings(f"127.0.0.1:{port}")):
        before = threading.active_count()
        silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(2 * prometheus.CALLS_AT_ONCE)]
        for each in silent[prometheus.CALLS_AT_ONCE :]:
            each.settimeout(30)
            assert each.recv(1) == b""
        assert threading.active_count() <= before + prometheus.CALLS_AT_ONCE
        for each in silent[: prometheus.CALLS_AT_ONCE]:
            each.settimeout(30)
            assert each.recv(1) == b""
            each.close()
        for each in silent:
            each.close()
        assert _becomes_served(f"127.0.0.1:{port}")


def _becomes_served(listen: str) -> bool:
    """A call is over a little before its place is free."""
    for _ in range(100):
        try:
            return "watcher_build_info" in _served(listen)
        except (OSError, http.client.HTTPException):
            threading.Event().wait(0.05)
    return False


def test_another_config_may_keep_the_port_and_the_counts_stay(tmp_path: Path) -> None:
    listen, file, other = f"127.0.0.1:{_free_port()}", tmp_path / "a.prom", tmp_path / "b.prom"
    with open_metrics(_settings(listen)) as metrics:
        _tell(metrics)
        metrics.change(_settings(listen, file))
        metrics.write()
        _check(_served(listen))
        _check(file.read_text())
        metrics.change(_settings(None, other))
        metrics.write()
        _check(other.read_text())
        assert not file.exists()
        with pytest.raises(urllib.error.URLError, match="refused"):
            _served(listen)
        metrics.change(_settings())
        metrics.write()
        assert list(tmp_path.iterdir()) == []


def test_a_config_whose_port_is_taken_leaves_all_as_it_was(tmp_path: Path) -> None:
    listen, file = f"127.0.0.1:{_free_port()}", tmp_path / "a.prom"
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        open_metrics(_settings(listen, file)) as metrics,
    ):
        _tell(metrics)
        with pytest.raises(ConfigError, match="another program may listen there"):
            metrics.change(_settings(f"127.0.0.1:{taken.getsockname()[1]}", tmp_path / "b.prom"))
        metrics.write()
        _check(_served(listen))
        _check(file.read_text())


def test_a_reader_sees_the_file_whole_and_open_to_all_at_every_moment(tmp_path: Path) -> None:
    file = tmp_path / "watcher.prom"
    before = os.umask(0o077)  # as the service's unit has it
    try:
        with open_metrics(_settings(None, file)) as metrics:
            _tell(metrics)
            metrics.write()

            def rewrite() -> None:
                for _ in range(300):
                    metrics.write()

            writer = threading.Thread(target=rewrite)
            writer.start()
            seen = 0
            while writer.is_alive() or not seen:
                with file.open() as stream:
                    assert os.fstat(stream.fileno()).st_mode & 0o777 == 0o644
                    _check(stream.read())
                assert [each.name for each in tmp_path.glob("*.prom")] == ["watcher.prom"]
                seen += 1
            writer.join()
    finally:
        os.umask(before)
    assert list(tmp_path.iterdir()) == []


def test_a_running_service_takes_another_config_for_them_and_keeps_its_port(tmp_path: Path, make_box: MakeBox) -> None:
    box = make_box()
    box.send(days_ago=20)
    listen, file = f"127.0.0.1:{_free_port()}", tmp_path / "watcher.prom"
    with serving(tmp_path, [box], mode="preview", service={"metrics": {"listen": listen}}) as service:
        service.ready()
        wait_until(lambda: ("watcher_passes_total", ("box0",)) in _samples(_served(listen)), "a pass was counted")
        before = _samples(_served(listen))["watcher_passes_total", ("box0",)]
        service.write_config(service={"metrics": {"listen": listen, "textfile": str(file)}})
        service.process.send_signal(signal.SIGHUP)
        wait_until(lambda: service.log("config read anew"), "the config was taken")
        wait_until(file.exists, "the file was written")
        assert _samples(_served(listen))["watcher_passes_total", ("box0",)] >= before
        assert _samples(file.read_text())["watcher_threads", ("box0", "due")] == 1
        assert service.stop()[0] == 0
    assert not file.exists()


def test_no_figure_is_there_but_ours(tmp_path: Path) -> None:
    file = tmp_path / "watcher.prom"
    with open_metrics(_settings(None, file)) as metrics:
        _tell(metrics)
        metrics.write()
        families = list(text_string_to_metric_families(file.read_text()))
    assert all(family.name.startswith("watcher_") and family.documentation for family in families)
    assert not any(sample.name.endswith("_created") for family in families for sample in family.samples)

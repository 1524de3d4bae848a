"""A ping asks once, follows nothing, ends in time, and says what failed without its secret."""

import pytest

from escalate_cli.errors import DeliveryError, UsageError
from escalate_cli.notify.ping import host_of, ping
from tests.unit.notify.servers import webhook


def test_a_good_answer_is_all_there_is_to_it() -> None:
    with webhook() as server:
        ping(f"http://{server.place}/secret?run=1")
    [(path, headers, body)] = server.requests
    assert (path, body, headers["User-Agent"][:9]) == ("/secret?run=1", b"", "escalate/")


@pytest.mark.parametrize(
    ("answer", "said"),
    [(500, "it answered 500;"), (404, "it answered 404;"), (302, "it answered 302, which leads")],
)
def test_any_other_answer_is_a_failure_and_leads_nowhere(answer: int, said: str) -> None:
    with webhook(answer=answer) as server, pytest.raises(DeliveryError) as caught:
        ping(f"http://{server.place}/secret")
    assert f"the ping of 127.0.0.1 failed: {said}" in str(caught.value)
    assert "secret" not in str(caught.value)
    assert [path for path, _, _ in server.requests] == ["/secret"]


def test_a_service_that_takes_its_time_is_not_waited_for() -> None:
    said = r"failed: (no answer within 0.2 s|timed out);"
    with webhook(speaks=False) as server, pytest.raises(DeliveryError, match=said):
        ping(f"http://{server.place}/", within=0.2)


def test_a_service_that_is_not_there_is_said_in_the_words_of_the_system() -> None:
    with webhook() as server:
        gone = server.place
    with pytest.raises(DeliveryError, match=r"failed: connection refused; what was decided stands"):
        ping(f"http://{gone}/")


@pytest.mark.parametrize(
    "url",
    [
        "hc-ping.com/uuid",
        "ftp://example.org/x",
        "file:///etc/passwd",
        "http://",
        "https://me:secret@example.org/",
        "http://example.org:port/",
        "http://[::1/",
        "http://example.org/a b",
        "http://example.org/\n",
        "http://exämple.org/",
        "",
    ],
)
def test_what_is_no_address_of_a_web_service_is_refused_unrepeated(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        host_of(url)
    assert str(caught.value) == "--ping needs an address of a web service, without a password"


def test_the_host_alone_is_named() -> None:
    assert host_of("https://Example.org:8443/secret") == "example.org"

"""What chats and mailboxes are sent, and that no copy becomes markup there."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aiosmtpd.controller import Controller

from bellwire.delivery.mail import MailFolder, MailServer, mail, post_of
from bellwire.delivery.payloads import matrix, slack
from bellwire.delivery.plan import MOST
from bellwire.delivery.subscriptions import Subscription
from bellwire.delivery.wording import subject, text
from bellwire.ledger import Ledger
from bellwire.processes import free_port
from bellwire.settings import Settings
from bellwire.watch.alert import MsgType, Priority
from kit.alerts import NOON, SENTENCE, alert, keep
from kit.receivers import receiving, sending, until

HOSTILE = "<script>alert(1)</script> & <!channel> \x1b[2J\nBcc: all@example.org"


def test_a_chat_of_slack_s_kind_gets_text_and_blocks() -> None:
    message = slack([alert("t1", changed="denied by AP")])
    assert message["text"] == "URGENT ▲ Army takes hospital in east Aleppo - army"
    assert message["blocks"][0]["text"]["text"] == (
        "*URGENT ▲ Army takes hospital in east Aleppo - army*\ndenied by AP\n"
        f"SY/Aleppo; capture; claimed; Example; 2016-12-04 12:00 UTC\n> {SENTENCE}"
    )


def test_the_largest_digest_fits_a_message_of_slack_and_an_event_of_matrix() -> None:
    told = [alert(f"t{number}") for number in range(MOST)]
    blocks = slack(told)["blocks"]
    assert len(blocks) == MOST <= 50
    assert all(block["text"]["verbatim"] for block in blocks), "or Slack makes links and mentions of what it finds"
    assert len(msgspec.json.encode(matrix(told))) < 65_536


def test_copy_makes_no_link_and_calls_nobody_in_a_chat() -> None:
    [block] = slack([alert("t1", headline=HOSTILE)])["blocks"]
    assert "<" not in block["text"]["text"]
    assert "&lt;!channel&gt;" in block["text"]["text"]


def test_copy_is_text_in_a_matrix_room() -> None:
    message = matrix([alert("t1", headline=HOSTILE)])
    assert "<script" not in message["formatted_body"]
    assert message["formatted_body"].startswith("<p><strong>URGENT ▲ &lt;script&gt;")


def test_what_is_taken_back_says_so_first() -> None:
    cancel = alert("t1", 2, msg_type=MsgType.CANCEL)
    assert subject([cancel]).startswith("WITHDRAWN ✕ ")
    assert text([alert("t1", status="Exercise")]).startswith("EXERCISE URGENT")


async def test_a_matrix_room_is_written_to_with_a_transaction_of_the_alert_s_id(ledger: Ledger) -> None:
    async with receiving() as receiver:
        room = Subscription("room", "matrix", url=receiver.url, room="!abc:example.org")
        async with sending(ledger, [room]):
            keep(ledger, alert("t1"))
            await until(lambda: receiver.taken)
    [(method, path, headers, _)] = receiver.requests
    assert (method, headers["Authorization"]) == ("PUT", "Bearer syt_token")
    assert path == "/_matrix/client/v3/rooms/!abc:example.org/send/m.room.message/t1-000001"


# Mail

DESK = Subscription("night", "mail", to=("desk@example.org", "night@example.org"))


def made(*alerts: Any) -> EmailMessage:
    return mail(DESK, "t1-000001", alerts, "bellwire@example.org", NOON)


def test_a_mail_has_text_and_html_and_a_conversation() -> None:
    first, second = made(alert("t1")), made(alert("t1", 2, references=("t1-000001",)))
    assert first["Subject"] == "URGENT ▲ Army takes hospital in east Aleppo - army"
    assert (first["Message-ID"], second["References"]) == ("<t1-000001@example.org>", "<t1-000001@example.org>")
    plain, page = first.iter_parts()
    assert SENTENCE in plain.get_content() and SENTENCE.replace("'", "&#39;") in page.get_content()


def test_copy_is_text_in_a_mail_and_adds_no_header() -> None:
    message = message_from_bytes(made(alert("t1", headline=HOSTILE)).as_bytes(policy=default), policy=default)
    assert message["Bcc"] is None
    page = message.get_body(("html",))
    assert page is not None and "<script" not in page.get_content()


def test_a_digest_is_one_mail_that_tells_how_many() -> None:
    message = made(alert("t1"), alert("t2", priority=Priority.FLASH))
    assert message["Subject"] == "night: 2 alerts, the loudest FLASH"
    assert message["Importance"] == "high"


class Box:
    """What the mail server took."""

    def __init__(self) -> None:
        self.refuses = 0
        self.unwilling: set[str] = set()
        self.taken: list[tuple[list[str], EmailMessage]] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if address in self.unwilling:
            return "451 greylisted"
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuses:
            self.refuses -= 1
            return "451 try again later"
        self.taken.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=default)))  # type: ignore[arg-type]
        return "250 taken"


@pytest.fixture
def box() -> Iterator[tuple[Box, MailServer]]:
    handler, port = Box(), free_port("127.0.0.1")
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, MailServer("127.0.0.1", port, "none", "", "", "bellwire@example.org")
    controller.stop()


async def test_a_mail_is_handed_in_again_until_it_is_taken(ledger: Ledger, box: tuple[Box, MailServer]) -> None:
    handler, server = box
    handler.refuses = 1
    async with sending(ledger, [DESK], post=server):
        keep(ledger, alert("t1"))
        await until(lambda: handler.taken)
        await until(lambda: ledger.deliveries.of_thread("t1")[0].state == "sent")
    [(to, message)] = handler.taken
    assert to == ["desk@example.org", "night@example.org"]
    assert message["Message-ID"] == "<t1-000001@example.org>"


async def test_whom_the_server_refused_for_the_moment_is_tried_again_alone(box: tuple[Box, MailServer]) -> None:
    handler, server = box
    handler.unwilling = {"night@example.org"}
    message = mail(DESK, "t1-000001", [alert("t1")], server.sender, NOON)
    first = await server.send(message)
    handler.unwilling.clear()
    then = await server.send(message)
    assert (first.taken, first.detail) == (False, "the mail server took it, but not yet for 1 of the addresses")
    assert then.taken
    assert [to for to, _ in handler.taken] == [["desk@example.org"], ["night@example.org"]]


async def test_without_a_mail_server_the_ledger_says_what_is_lacking(ledger: Ledger) -> None:
    async with sending(ledger, [DESK]):
        keep(ledger, alert("t1"))
        await until(lambda: any(one.attempts for one in ledger.deliveries.of_thread("t1")))
    assert ledger.deliveries.of_thread("t1")[0].detail.startswith("no mail server is set (BELLWIRE_SMTP_HOST)")


async def test_where_there_is_a_folder_for_mail_it_lies_there_whole(ledger: Ledger, tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    post = post_of(Settings(mail_folder=str(folder), mail_from="bellwire@example.org"), 1.0)
    async with sending(ledger, [DESK], post=post):
        keep(ledger, alert("t1"))
        await until(lambda: [one.state for one in ledger.deliveries.of_thread("t1")] == ["sent"])
    [message] = [message_from_bytes(one.read_bytes(), policy=default) for one in (folder / "new").iterdir()]
    assert (message["To"], message["Message-ID"]) == (
        "desk@example.org, night@example.org",
        "<t1-000001@example.org>",
    )
    assert not any((folder / "tmp").iterdir())


async def test_a_folder_for_mail_that_cannot_be_had_is_an_outcome(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told = await MailFolder(str(tmp_path / "file")).send(mail(DESK, "a", [alert("a")], "a@b.example", NOON))
    assert not told.taken and "does not take it" in told.detail

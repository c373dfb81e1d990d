"""Alerts as mail: one message for one alert or a digest, in text and HTML, to a mail server or into a folder."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from mailbox import Maildir
from typing import Protocol

import aiosmtplib
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from bellwire.delivery.posting import Outcome
from bellwire.delivery.subscriptions import Subscription
from bellwire.delivery.wording import plain, subject, text, wording
from bellwire.settings import Settings
from bellwire.watch.alert import Alert, MsgType

_templates = Environment(
    loader=PackageLoader("bellwire.delivery"),
    autoescape=select_autoescape(default=True, default_for_string=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

#: Why no mail goes out.
NO_SERVER = "no mail server is set (BELLWIRE_SMTP_HOST), nor a folder for mail (BELLWIRE_MAIL_FOLDER)"


class Post(Protocol):
    """Takes mail; raises nothing."""

    sender: str

    async def send(self, message: EmailMessage) -> Outcome: ...


@dataclass(slots=True)
class MailFolder:
    """A Maildir: mail is there whole or not at all, and whoever sends it on need not be running."""

    path: str
    sender: str = "bellwire@localhost"

    async def send(self, message: EmailMessage) -> Outcome:
        """Put it in; it raises nothing."""
        try:
            await asyncio.to_thread(lambda: Maildir(self.path).add(message))
        except OSError as error:
            return Outcome(False, False, f"the folder for mail does not take it ({error.strerror or error})")
        return Outcome(True, True, "it lies in the folder for mail")


@dataclass(slots=True)
class MailServer:
    """Where mail is handed in, and who it is from."""

    host: str
    port: int
    tls: str
    user: str
    password: str = field(repr=False)
    sender: str = "bellwire@localhost"
    timeout: float = 15.0
    _have: dict[str, set[str]] = field(default_factory=dict, repr=False)

    async def send(self, message: EmailMessage) -> Outcome:
        """One attempt; it raises nothing. Those whom the server refused for the moment are tried again, and they alone
        as long as this process remembers."""
        name = message["Message-ID"]
        have = self._have.get(name, set())
        boxes = [box.addr_spec for box in message["To"].addresses if box.addr_spec not in have]
        try:
            refused, _ = await aiosmtplib.send(
                message,
                recipients=boxes,
                hostname=self.host,
                port=self.port,
                username=self.user or None,
                password=self.password or None,
                use_tls=self.tls == "tls",
                start_tls=self.tls == "starttls",
                timeout=self.timeout,
            )
        except (aiosmtplib.SMTPTimeoutError, TimeoutError):
            return Outcome(False, True, f"the mail server gave no answer within {self.timeout:g} s")
        except aiosmtplib.SMTPConnectError:
            return Outcome(False, False, "no connection to the mail server")
        except aiosmtplib.SMTPServerDisconnected:
            return Outcome(False, True, "the mail server hung up")
        except aiosmtplib.SMTPResponseException as error:
            return Outcome(False, False, f"the mail server answered {error.code}")
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            return Outcome(False, False, f"the mail server does not take it ({type(error).__name__})")
        if later := [box for box, answer in refused.items() if answer.code < 500]:
            self._have[name] = have | (set(boxes) - set(later))
            return Outcome(False, True, f"the mail server took it, but not yet for {len(later)} of the addresses")
        self._have.pop(name, None)
        some = f", but for {len(refused)} of the addresses" if refused else ""
        return Outcome(True, True, f"the mail server took it{some}")


def post_of(settings: Settings, timeout: float) -> Post | None:
    """The mail server of the settings, or else their folder; None where there is neither."""
    if not settings.smtp_host:
        return MailFolder(settings.mail_folder, settings.mail_from) if settings.mail_folder else None
    password = settings.smtp_password.get_secret_value() if settings.smtp_password else ""
    host, port, tls = settings.smtp_host, settings.smtp_port, settings.smtp_tls
    return MailServer(host, port, tls, settings.smtp_user, password, settings.mail_from, timeout)


def mail(subscription: Subscription, name: str, alerts: Sequence[Alert], sender: str, now: datetime) -> EmailMessage:
    """The message. `name`: of it, the same whenever it is tried. Versions of one thread are a conversation."""
    message = EmailMessage()
    title = subject(alerts) if len(alerts) == 1 else f"{plain(subscription.name)}: {subject(alerts)}"
    domain = Address(addr_spec=sender).domain
    message["Subject"] = title
    message["From"] = Address("Bellwire", addr_spec=sender)
    message["To"] = tuple(Address(addr_spec=box) for box in subscription.to)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{name}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if len(alerts) == 1 and (earlier := alerts[0].references):
        message["References"] = " ".join(f"<{one}@{domain}>" for one in earlier[-20:])
    if any(alert.msg_type is MsgType.CANCEL or alert.priority in ("FLASH", "BULLETIN") for alert in alerts):
        message["Importance"] = "high"
    message.set_content(f"{text(alerts)}\n\n-- \nSent by Bellwire for the subscription {plain(subscription.name)}.\n")
    words = [wording(alert) for alert in alerts]
    page = _templates.get_template("mail.html").render(subject=title, alerts=words, subscription=subscription.name)
    message.add_alternative(page, subtype="html")
    return message

"""Many tabs of one browser: it has six connections to the desk for all of them, and none may lock the others out."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bellwire.watch.alert import Priority
from kit.alerts import alert, keep
from kit.browsers import Opened, live
from kit.desks import Desk

pytestmark = pytest.mark.browser

#: A tab that nobody looks at, as far as its scripts can tell: Playwright shows every page.
HIDE = """() => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
SHOW = """() => {
  delete document.hidden;
  document.dispatchEvent(new Event("visibilitychange"));
}"""
#: Counts the strokes of the bell.
COUNT_STROKES = """() => {
  window.strokes = 0;
  const play = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () { window.strokes += 1 / 3; return play.call(this); };
}"""

STREAMS = 4


def tab(browser: BrowserContext, url: str) -> Page:
    """One more tab beside those that are open, loaded and at rest."""
    page = browser.new_page()
    page.goto(url, timeout=120_000)
    expect(page.locator("#state")).not_to_have_attribute("data-state", "connecting", timeout=120_000)
    expect(page.locator("#state")).not_to_have_attribute("data-state", "static")
    return page


def states(pages: list[Page]) -> list[str]:
    return [str(page.locator("#state").get_attribute("data-state")) for page in pages]


def wait_for_streams(pages: list[Page], number: int) -> None:
    for _ in range(1_000):
        if states(pages).count("live") == number:
            return
        pages[0].wait_for_timeout(100)
    raise AssertionError(states(pages))


def test_eight_tabs_all_load_and_all_hear_of_news(desk: Desk, open_page: Opened) -> None:
    keep(desk.ledger, *(alert(f"t{number}") for number in range(8)))
    first = open_page(desk.url)
    pages = [first, *(tab(first.context, f"{desk.url}/") for _ in range(7))]
    wait_for_streams(pages, STREAMS)
    assert states(pages) == ["resting"] * 4 + ["live"] * 4, "those looked at last have a stream"
    expect(first.locator("#state")).to_contain_text("Every 15 seconds")
    desk.tell(alert("new", headline="For every tab"))
    for page in pages:
        expect(page.get_by_role("heading", name="For every tab")).to_be_visible()
    assert desk.get("/health")[0] == 200


def test_a_tab_that_is_shown_again_has_missed_nothing_and_hears_what_comes(desk: Desk, open_page: Opened) -> None:
    first = open_page(desk.url)
    live(first)
    pages = [first, *(tab(first.context, f"{desk.url}/map") for _ in range(STREAMS))]
    first.evaluate(HIDE)
    wait_for_streams(pages, STREAMS)
    assert states(pages)[0] == "resting"
    desk.tell(*(alert(f"n{number}", headline=f"Meanwhile {number}") for number in range(3)))
    first.evaluate(SHOW)
    live(first)
    expect(first.locator("#rows > li")).to_have_count(3)
    desk.tell(alert("n3", headline="Meanwhile 3"))
    expect(first.locator("#rows > li")).to_have_count(4, timeout=12_000)  # Sooner than it would ask itself.


def test_a_hidden_list_that_rings_keeps_its_stream(desk: Desk, open_page: Opened) -> None:
    ringing = open_page(desk.url)
    ringing.locator("#bell summary").click()
    ringing.get_by_label("Ring for").select_option("FLASH")
    others = [tab(ringing.context, f"{desk.url}/map") for _ in range(STREAMS + 1)]
    ringing.evaluate(COUNT_STROKES)
    for page in [ringing, *others]:
        page.evaluate(HIDE)
    wait_for_streams([ringing, *others], STREAMS)
    assert states([ringing]) == ["live"]
    desk.tell(alert("a", priority=Priority.FLASH))
    expect(ringing.locator("#bell")).to_have_attribute("data-rang", "10")


def test_a_tab_that_is_closed_leaves_its_stream_to_another(desk: Desk, open_page: Opened) -> None:
    first = open_page(desk.url)
    pages = [first, *(tab(first.context, f"{desk.url}/map") for _ in range(STREAMS))]
    wait_for_streams(pages, STREAMS)
    pages.pop().close(run_before_unload=False)
    wait_for_streams(pages, STREAMS)


def test_tabs_that_are_gone_without_a_word_keep_no_stream_from_others(desk: Desk, open_page: Opened) -> None:
    page = live(open_page(desk.url))
    page.context.new_page().goto(f"{desk.url}/static/bell.svg")
    page.context.pages[-1].evaluate(
        """() => {
          const channel = new BroadcastChannel("bellwire-streams");
          for (const id of "abcd") channel.postMessage({ id, visible: true, rings: true, shown: Infinity });
        }"""
    )
    expect(page.locator("#state")).to_have_attribute("data-state", "resting")
    expect(page.locator("#state")).to_have_attribute("data-state", "live", timeout=120_000)


#: Counts strokes and notifications in every tab from its start; nobody looks at any of them.
LISTEN = """
window.strokes = 0;
window.notes = [];
const play = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () { window.strokes += 1 / 3; return play.call(this); };
window.Notification = class extends EventTarget {
  static permission = "granted";
  static requestPermission = async () => "granted";
  constructor(title) { super(); window.notes.push(title); }
};
document.hasFocus = () => window.looked === true;
"""


def ringing_tabs(desk: Desk, open_page: Opened, number: int, more: str = "") -> list[Page]:
    """Tabs of one browser, with the bell on: chosen in the first alone."""
    first = open_page(desk.url)
    first.context.add_init_script(LISTEN + more)
    first.reload()
    pages = [first, *(tab(first.context, desk.url) for _ in range(number - 1))]
    first.locator("#bell summary").click()
    first.get_by_label("Ring for").select_option("FLASH")
    first.get_by_label("Notify").check()
    for page in pages:
        expect(page.locator("#bell")).to_have_attribute("data-on", "true")
        page.mouse.click(5, 5)
        page.evaluate("() => { window.strokes = 0; delete document.getElementById('bell').dataset.rang; }")
    return pages


def heard(pages: list[Page]) -> list[int]:
    return [round(page.evaluate("window.strokes")) for page in pages]


def test_of_several_tabs_one_rings_and_notifies(desk: Desk, open_page: Opened) -> None:
    pages = ringing_tabs(desk, open_page, 3)
    desk.tell(alert("a", priority=Priority.FLASH, headline="Once in all tabs"))
    for page in pages:
        expect(page.get_by_role("heading", name="Once in all tabs")).to_be_visible()
    pages[0].wait_for_timeout(3_500)
    assert sorted(heard(pages)) == [0, 0, 10]
    assert sorted(page.evaluate("window.notes") for page in pages) == [[], [], ["FLASH: Once in all tabs"]]


def test_nobody_is_notified_who_looks_at_one_of_the_tabs(desk: Desk, open_page: Opened) -> None:
    pages = ringing_tabs(desk, open_page, 2)
    pages[0].evaluate("() => { window.looked = true; }")
    desk.tell(alert("a", priority=Priority.FLASH))
    expect(pages[0].locator("#bell")).to_have_attribute("data-rang", "10")
    pages[0].wait_for_timeout(3_000)
    assert (heard(pages), [page.evaluate("window.notes") for page in pages]) == ([10, 0], [[], []])


def test_a_tab_rings_where_another_that_said_it_would_does_not(desk: Desk, open_page: Opened) -> None:
    """It has crashed, say."""
    [page] = ringing_tabs(desk, open_page, 1)
    page.evaluate(
        """() => {
          const bid = { id: "9", able: true, focused: true, visible: true };
          new BroadcastChannel("bellwire-bell").postMessage({ alert: "a-000001", bid });
        }"""
    )
    desk.tell(alert("a", priority=Priority.FLASH))
    expect(page.locator("#bell")).to_have_attribute("data-rang", "10")


def test_where_tabs_cannot_speak_with_each_other_each_rings(desk: Desk, open_page: Opened) -> None:
    pages = ringing_tabs(desk, open_page, 1, "delete window.BroadcastChannel;")
    pages.append(tab(pages[0].context, desk.url))
    desk.tell(alert("a", priority=Priority.FLASH))
    for page in pages:
        expect(page.locator("#bell")).to_have_attribute("data-rang", "10")


#: A browser that lets nothing sound before somebody has touched the page.
STRICT = """
localStorage.setItem("bellwire-bell", '{"ring": "FLASH", "notify": false}');
const Real = AudioContext;
window.AudioContext = class extends Real {
  get state() { return window.touched ? "running" : "suspended"; }
  resume() { return window.touched ? super.resume() : new Promise(() => {}); }
};
addEventListener("pointerdown", () => { window.touched = true; }, true);
"""


def test_a_bell_that_the_browser_keeps_silent_says_so_and_strikes_nothing_old(desk: Desk, open_page: Opened) -> None:
    page = open_page(desk.url)
    page.add_init_script(LISTEN + STRICT)
    page.reload()
    expect(page.locator("#bell summary")).to_contain_text("silent until you touch this page")
    desk.tell(alert("a", priority=Priority.FLASH, headline="Before anybody touched it"))
    expect(page.get_by_role("heading", name="Before anybody touched it")).to_be_visible()
    page.wait_for_timeout(1_500)
    page.mouse.click(5, 5)
    expect(page.locator("#bell summary")).not_to_contain_text("silent until")
    assert heard([page]) == [0]
    desk.tell(alert("b", priority=Priority.FLASH))
    expect(page.locator("#bell")).to_have_attribute("data-rang", "10")


# A connection that went away without a word


def streams(opened: Opened) -> int:
    return sum("/stream/alerts" in url for url in opened.asked)


def live_by_our_clock(desk: Desk, open_page: Opened) -> Page:
    page = open_page(desk.url)
    page.clock.install()
    page.reload()
    return live(page)


def test_a_desk_that_is_heard_no_more_is_out_of_reach_though_the_connection_stands(
    desk: Desk, open_page: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bellwire.desk.stream.PING", 3600)
    page = live_by_our_clock(desk, open_page)
    before = streams(open_page)
    page.route("**/stream/**", lambda route: None)  # Hangs, as the desk does.
    page.clock.fast_forward(60_000)
    expect(page.locator("#state")).to_contain_text("Desk out of reach")
    page.wait_for_timeout(500)
    assert streams(open_page) > before
    page.unroute("**/stream/**")
    keep(desk.ledger, missed := alert("m", headline="Meanwhile"))
    desk.feed.publish(missed)
    page.clock.fast_forward(60_000)
    live(page)
    expect(page.get_by_role("heading", name="Meanwhile")).to_be_visible()


def test_a_quiet_desk_that_says_it_is_there_is_live(
    desk: Desk, open_page: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bellwire.desk.stream.PING", 0.2)
    page = live_by_our_clock(desk, open_page)
    before = streams(open_page)
    for _ in range(4):
        page.clock.run_for(30_000)
        page.wait_for_timeout(1_000)
    assert streams(open_page) == before
    live(page)

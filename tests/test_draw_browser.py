"""The page in a real browser: no request, no complaint, and a click on a line shows its sentence."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import networkx
import pytest

from kg.draw import draw_graph

webdriver = pytest.importorskip(
    "selenium.webdriver", reason="selenium is not installed: the page is not opened"
)
from selenium.webdriver.common.action_chains import ActionChains  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402

Open = Callable[..., Any]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CHROMEDRIVER = shutil.which("chromedriver")

pytestmark = pytest.mark.skipif(
    not (CHROMIUM and CHROMEDRIVER),
    reason="Chromium and chromedriver are not installed: the page is not opened in a browser",
)

HOSTILE = (
    "</script><script>window.__pwned=1</script><img src=x onerror=\"window.__pwned=1\"> <a href='x'>href</a> "
    "{{ 7*7 }} \" ' ` \\ <!-- ]]> & \u2028\u2029 \u202egnp.exe <svg onload=window.__pwned=1>"
)
SENTENCE = "On Monday Mara Lind accused the port of Tavel of hiding its ledgers."


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    flags = "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking"
    flags += " --disable-component-update --disable-sync --disable-quic --disable-dev-shm-usage"
    for flag in [*flags.split(), f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = webdriver.ChromeService(executable_path=CHROMEDRIVER)
    browser = webdriver.Chrome(options=options, service=service)
    show_at(browser, 1280, 800)
    yield browser
    browser.quit()


def show_at(browser: Any, width: int, height: int, scheme: str = "light") -> None:
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    features = [
        {"name": "prefers-color-scheme", "value": scheme},
        {"name": "prefers-reduced-motion", "value": "reduce"},
    ]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Open a view's page from disk; afterwards nothing must have been asked for or complained of."""
    pages: list[str] = []

    def open_page(view: networkx.MultiDiGraph[str], title: str = "A small page") -> Any:
        show_at(browser, 1280, 800)
        path = tmp_path / f"graph{len(pages)}.html"
        path.write_text(draw_graph(view, title=title), encoding="utf-8")
        pages.append(path.as_uri())
        browser.get("about:blank")
        for log in ("browser", "performance"):
            browser.get_log(log)
        browser.get(path.as_uri())
        return browser

    yield open_page
    time.sleep(0.2)
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked_for = {
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    }
    # what a data: address holds is in the page already, as is the picture in a field for a date
    assert {url for url in asked_for if not url.startswith("data:")} == {pages[-1]}
    assert browser.get_log("browser") == []


def small_view() -> networkx.MultiDiGraph[str]:
    view: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    view.add_node("lind", label="Mara Lind", type="Person", named=True, aliases=["Lind"])
    view.add_node("tavel", label="Tavel", type="Place", named=True, aliases=["port of Tavel"])
    view.add_node("oder", label="Óder Council", type="Organization", named=True, aliases=[])
    view.add_node("ledger", label="ledger", type="Thing", named=False, aliases=[])
    source = {
        "article": "a1",
        "title": "Ledgers missing",
        "date": "2021-05-04",
        "url": "https://news.example/1",
    }
    accused = {
        "label": "accuse",
        "category": "ACCUSE",
        "asserted": True,
        "confidence": 0.91,
        "sentence": SENTENCE,
    }
    words = {"subject_text": "Mara Lind", "predicate_text": "accused", "object_text": "the port of Tavel"}
    view.add_edge("lind", "tavel", key="s1", **accused, **words, **source)
    hid = {"label": "hide", "category": "OTHER", "asserted": False, "attributed_to": "Mara Lind"}
    view.add_edge("tavel", "ledger", key="s2", **hid, sentence=SENTENCE, **source)
    denied = {"label": "fine", "category": "SANCTION", "negated": True, "asserted": False}
    view.add_edge("oder", "tavel", key="s3", **denied, sentence="The council did not fine Tavel.")
    return view


def click_on_edge(browser: Any, source: str, target: str) -> None:
    """Click in the middle of the line between two entities, given by name."""
    x, y = browser.execute_script(
        """const [a, b] = arguments, {network} = window.kg, {nodes, edges} =
             JSON.parse(document.getElementById("data").textContent);
           const place = (name) => network.getPosition(nodes.find((node) => node.name === name).id);
           const x = (place(a).x + place(b).x) / 2, y = (place(a).y + place(b).y) / 2;
           const p = network.canvasToDOM({x, y});
           return [p.x, p.y];""",
        source,
        target,
    )
    canvas = browser.find_element(By.CSS_SELECTOR, "#graph canvas")
    at = ActionChains(browser).move_to_element_with_offset(
        canvas, round(x - canvas.size["width"] / 2), round(y - canvas.size["height"] / 2)
    )
    at.click().perform()
    # vis-network waits that long for a second click before it believes in one
    time.sleep(0.4)


def panel(browser: Any) -> Any:
    return browser.find_element(By.ID, "panel")


def counts(browser: Any) -> str:
    return str(browser.find_element(By.ID, "counts").text)


def test_a_click_on_a_line_shows_its_sentence(opened: Open) -> None:
    browser = opened(small_view())
    assert counts(browser) == "4 entities · 3 statements"
    click_on_edge(browser, "Mara Lind", "Tavel")
    assert panel(browser).find_element(By.TAG_NAME, "blockquote").text == SENTENCE
    marked = {
        mark.get_attribute("class"): mark.text
        for mark in panel(browser).find_elements(By.CSS_SELECTOR, "blockquote mark")
    }
    assert marked == {"subject": "Mara Lind", "predicate": "accused", "object": "the port of Tavel"}
    assert "Mara Lind – accuse → Tavel" in panel(browser).text
    link = panel(browser).find_element(By.TAG_NAME, "a")
    assert (link.text, link.get_attribute("href")) == ("Ledgers missing", "https://news.example/1")
    assert "noopener" in link.get_attribute("rel")


def test_claims_and_denials_are_told_as_such(opened: Open) -> None:
    browser = opened(small_view())
    click_on_edge(browser, "Tavel", "ledger")
    assert panel(browser).find_element(By.CSS_SELECTOR, ".statement.claimed dd").text == "Mara Lind"
    click_on_edge(browser, "Óder Council", "Tavel")
    assert "Óder Council – not fine → Tavel" in panel(browser).find_element(By.CSS_SELECTOR, ".denied").text


def test_search_by_alias_without_accents_and_by_keys_alone(opened: Open) -> None:
    browser = opened(small_view())
    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys("/")
    browser.switch_to.active_element.send_keys("oder", Keys.ENTER)
    assert panel(browser).find_element(By.TAG_NAME, "h2").text == "Óder Council"
    browser.switch_to.active_element.send_keys(Keys.CONTROL, "a", Keys.NULL, "port of", Keys.ENTER)
    assert panel(browser).find_element(By.TAG_NAME, "h2").text == "Tavel"
    assert "Also: port of Tavel" in panel(browser).text
    assert len(panel(browser).find_elements(By.CLASS_NAME, "statement")) == 3
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    browser.find_element(By.ID, "graph").send_keys(Keys.ESCAPE)
    assert panel(browser).find_element(By.TAG_NAME, "h2").text == "Who did what to whom"
    row = panel(browser).find_element(By.XPATH, ".//button[contains(., 'accuse')]")
    row.send_keys(Keys.ENTER)
    assert browser.switch_to.active_element.text == "Mara Lind → Tavel"


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ("Stated", "3 of 4 entities · 2 of 3 statements · filtered"),
        ("Claimed", "3 of 4 entities · 2 of 3 statements · filtered"),
        ("Accuse", "3 of 4 entities · 2 of 3 statements · filtered"),
        ("Place", "0 of 4 entities · 0 of 3 statements · filtered"),
        ("Only those with a name", "3 of 4 entities · 2 of 3 statements · filtered"),
    ],
)
def test_a_filter_takes_away_and_says_so(opened: Open, box: str, expected: str) -> None:
    browser = opened(small_view())
    browser.find_element(By.XPATH, f"//form[@id='filter']//label[contains(., '{box}')]").click()
    assert counts(browser) == expected
    browser.find_element(By.CLASS_NAME, "reset").click()
    assert counts(browser) == "4 entities · 3 statements"


def test_the_filter_by_date_takes_the_articles_day(opened: Open) -> None:
    browser = opened(small_view())
    field = browser.find_element(By.ID, "date-from")
    for day, expected in [
        ("2021-05-04", "3 of 4 entities · 2 of 3"),
        ("2021-05-05", "0 of 4 entities · 0 of 3"),
    ]:
        browser.execute_script(
            "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('change'))", field, day
        )
        assert counts(browser).startswith(expected)
    assert "1 statement without any date" in browser.find_element(By.ID, "filter").text


def arrow_and_object(browser: Any) -> tuple[dict[str, float], dict[str, float]]:
    """Return where the arrow and where the object of the first reading in the panel begin."""
    arrow, target = browser.execute_script(
        """const [, verb, object] = document.querySelector(".reading").children;
           const arrow = document.createRange();
           arrow.selectNodeContents(verb.lastChild);
           const start = (part) => part.getClientRects()[0].toJSON();
           return [start(arrow), start(object)];"""
    )
    return arrow, target


def test_hostile_words_harm_nothing(opened: Open) -> None:
    names = ("label", "predicate", "attributed_to", "time_text", "sentence", "subject_text", "predicate_text")
    words = dict.fromkeys((*names, "object_text", "title", "category", "modality", "start", "end"), HOSTILE)
    view: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for node in (HOSTILE, "__proto__", "constructor"):
        view.add_node(node, label=node, type=node, named=False, aliases=[HOSTILE])
    view.add_edge(HOSTILE, "__proto__", key="s1", url="javascript:window.__pwned=1", **words)
    view.add_edge("__proto__", "constructor", key="s2", url="https://news.example/'\"><script>", **words)
    browser = opened(view, title=HOSTILE)
    for step in ("selectEdge(0)", "selectEdge(1)", "selectNode(0)", "selectNode(1)", "selectNode(2)"):
        browser.execute_script(f"window.kg.{step}")
    search = browser.find_element(By.ID, "search")
    search.send_keys("script")
    time.sleep(0.2)
    assert browser.execute_script("return window.__pwned") is None
    assert browser.find_elements(By.CSS_SELECTOR, "img, #panel script, #panel svg[onload], iframe") == []
    shown = browser.execute_script("return document.querySelector('blockquote').textContent")
    assert shown == HOSTILE
    arrow, target = arrow_and_object(browser)
    assert abs(arrow["top"] - target["top"]) > 5 or arrow["left"] < target["left"], (
        "the reading was turned round"
    )
    hrefs = [link.get_dom_attribute("href") for link in browser.find_elements(By.CSS_SELECTOR, "#panel a")]
    assert all(href.startswith("https://") for href in hrefs)


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (420, 820), (800, 420)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_has_its_place_on_screens_of_any_size(
    opened: Open, width: int, height: int, scheme: str
) -> None:
    browser = opened(small_view())
    show_at(browser, width, height, scheme)
    browser.execute_script("window.kg.selectEdge(0)")
    time.sleep(0.1)
    wide, tall = browser.execute_script(
        "const root = document.documentElement; return [root.scrollWidth, root.scrollHeight]"
    )
    assert wide <= width and tall <= height
    for name in ("graph", "panel", "search"):
        rectangle = browser.find_element(By.ID, name).rect
        assert rectangle["width"] >= 150 and rectangle["height"] >= 30, name
        assert rectangle["x"] >= 0 and rectangle["x"] + rectangle["width"] <= width + 1, name
    ground = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert (int(ground[4:-1].split(",")[0]) < 128) == (scheme == "dark")


def test_three_hundred_entities_are_there_soon_and_no_names_overlap(opened: Open) -> None:
    view: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for number in range(300):
        view.add_node(f"n{number}", label=f"Entity number {number}", type="Person", named=True, aliases=[])
    for number in range(1, 300):
        for other in {number // 3, number * 7 % 300} - {number}:
            view.add_edge(
                f"n{number}", f"n{other}", key=f"s{number}-{other}", label="meet", category="CONSULT"
            )
    start = time.monotonic()
    browser = opened(view)
    browser.execute_script("return window.kg.network.getScale()")
    assert time.monotonic() - start < 15
    time.sleep(0.5)
    boxes = browser.execute_script(
        """const {network} = window.kg;
           return Object.values(network.body.nodes).filter((n) => n.options.label?.trim())
             .map(({labelModule: {size: s}}) => [s.left, s.top, s.left + s.width, s.top + s.height]);"""
    )
    assert len(boxes) >= 25
    slack = 4 / browser.execute_script("return window.kg.network.getScale()")
    overlaps = [
        (one, other)
        for place, one in enumerate(boxes)
        for other in boxes[:place]
        if one[0] + slack < other[2]
        and other[0] + slack < one[2]
        and one[1] + slack < other[3]
        and other[1] + slack < one[3]
    ]
    assert overlaps == []

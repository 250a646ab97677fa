"""A page on another site, in a real browser of the same machine, tries to change the store."""

from __future__ import annotations

from pathlib import Path

from loopback import serving
from playwright.sync_api import Browser
from service_run import FILES, in_service, parcel, request

ATTEMPTS = """async (server) => {
    const wish = JSON.stringify({matching: "ferry"});
    const ways = [
        {mode: "no-cors", body: wish},
        {mode: "no-cors", body: new Blob([wish], {type: "text/plain"})},
        {mode: "no-cors", body: wish, headers: {"Content-Type": "application/json"}},
        {mode: "cors", body: wish, headers: {"Content-Type": "application/json"}},
        {mode: "cors", body: wish,
         headers: {"Content-Type": "application/json", "X-Onrecord": "1"}},
        {mode: "no-cors", body: wish, credentials: "include", headers: {"X-Onrecord": "1"}},
    ];
    const seen = [];
    for (const way of ways) {
        const init = {method: "POST", ...way};
        seen.push(await fetch(server + "api/remove", init).then(
            (reply) => reply.type + " " + reply.status, () => "blocked"));
    }
    const form = document.createElement("form");
    form.method = "post";
    form.enctype = "text/plain";
    form.action = server + "api/remove";
    form.innerHTML = `<input name='{"matching":"ferry","outlet":"' value='"}'>`;
    document.body.append(form);
    form.submit();
    return seen;
}"""


def test_a_foreign_page_changes_nothing(tmp_path: Path, chromium: Browser) -> None:
    with in_service(tmp_path) as (desk, url), serving() as site:
        ferry = ("ferry.txt", b"Ferry of Ansel late\n\nThe ferry was late, said its master.\n")
        request(url, "upload", headers=FILES, content=parcel(ferry))
        site.page("/", "<h1>Welcome</h1>")
        page = chromium.new_page()
        page.goto(site.url("/"))
        with page.expect_navigation():
            seen = page.evaluate(ATTEMPTS, url)
        assert seen == ["blocked"] * 6
        assert "page on another site" in page.content()
        page.close()
        assert (desk.count, desk.generation) == (1, 1)

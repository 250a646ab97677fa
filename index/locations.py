"""Web addresses: taken apart once, by rules that refuse anything ambiguous, and made canonical.

Checks are circumvented when two readers of one URL understand it differently. So a URL is taken
apart only here, and the connection is made from these parts, never from the text again.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_plus, urljoin, urlsplit, urlunsplit

import idna

from index.errors import SourceRefused

LONGEST = 4_000
"""Characters of a URL. Anything longer is not the address of an article."""
PORTS = {"http": 80, "https": 443}
_FAMILIES = "utm mtm itm hsa _hs __hs mc mkt oly vero guce oft piwik matomo".split()
"""First parts of names: of Google, Matomo, HubSpot, Mailchimp, Marketo, Omeda, Vero, Yahoo."""
_NAMES = """
    fbclid gclid dclid gbraid wbraid gclsrc gad_source gad_campaignid srsltid msclkid yclid ysclid
    twclid ttclid igsh igshid li_fat_id epik irclickid sccid rdt_cid wickedid dm_i vgo_ee rb_clickid
    _ga _gl gs_l s_cid elqtrackid trk_contact trk_msg
    pk_campaign pk_kwd pk_source pk_medium pk_content pk_cid
    at_medium at_campaign at_campaign_type at_link_id at_link_type at_link_origin at_format
    at_bbc_team at_ptr_name at_custom1 at_custom2 at_custom3 at_custom4
    ns_mchannel ns_source ns_campaign ns_linkname ns_fee wt_mc wt_zmc wtrid xtor xtref
    cmp cmpid ocid icid ncid smid smtyp sr_share ito fb_action_ids fb_action_types fb_ref fb_source
    ref_src ref_url referrer spm echobox guccounter tracking_id
""".split()
"""As AdGuard's and Firefox's lists have them, and publishers' own."""
TRACKING = re.compile(
    rf"(?:{'|'.join(_FAMILIES)})_\w++|(?:{'|'.join(map(re.escape, _NAMES))})", re.IGNORECASE
)
"""Parameters that say how a reader came to a page, never which page it is."""
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")


@dataclass(frozen=True, slots=True)
class Location:
    """A URL in its parts, each in its one spelling here."""

    scheme: str
    """ "http" or "https"."""
    host: str
    """A name in lower-case ASCII (IDNA) without a final dot, or an IP address in its canonical
    spelling, without brackets."""
    port: int
    target: str
    """Path and query as they are sent, in ASCII; begins with "/"."""

    @property
    def authority(self) -> str:
        """The Host header, with the port only if it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what a robots.txt is good for."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The whole URL; it has no fragment."""
        return self.origin + self.target


def locate(url: str) -> Location:
    """A URL's parts. Raises SourceRefused: another scheme than http and https, user information,
    no host, an IP address in an unusual spelling, or characters that no URL has."""
    url = url.strip()
    shown = url if len(url) <= 200 else url[:200] + "…"
    if len(url) > LONGEST:
        raise _refused(shown, f"The address is longer than {LONGEST:,} characters.")
    if not url or re.search(r"[\x00-\x20\x7f\\\ud800-\udfff]", url):
        raise _refused(
            shown, "The address contains spaces or other characters that aren't allowed in a URL."
        )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _refused(shown, f"The address cannot be read ({error}).") from error
    if parts.scheme not in PORTS:
        raise _refused(shown, "Only http and https addresses can be fetched.")
    if "@" in parts.netloc:
        # Not shown again: there may be a password in it.
        raise _refused(
            urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])),
            "An address with a user name or password isn't accepted.",
        )
    if port == 0:
        raise _refused(shown, "There is no port 0.")
    host = host_of(parts.hostname or "", shown)
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        target += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    return Location(parts.scheme, host, port or PORTS[parts.scheme], target)


def host_of(written: str, subject: str) -> str:
    """A host in its one spelling (see Location.host). Raises SourceRefused."""
    if "%" in written:
        raise _refused(subject, "A host with a percent sign (an IPv6 zone) isn't accepted.")
    if ":" in written:
        try:
            return str(ipaddress.IPv6Address(written))
        except ValueError as error:
            raise _refused(subject, "The host isn't a valid IPv6 address.") from error
    host = written
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError) as error:
            raise _refused(subject, "The host isn't a valid name.") from error
    host = host.lower().removesuffix(".")
    labels = host.split(".")
    if len(host) > 253 or not all(map(_LABEL.fullmatch, labels)):
        raise _refused(subject, "The host isn't a valid name.")
    if _NUMBER.fullmatch(labels[-1]):
        # "2130706433", "0x7f.1" and "0177.0.0.1" are addresses to some resolvers.
        try:
            return str(ipaddress.IPv4Address(host))
        except ValueError as error:
            raise _refused(
                subject, "The host is an IP address written in an unusual way."
            ) from error
    return host


def canonical(url: str) -> str:
    """The URL that identifies a page however it was found: without fragment and without parameters
    that only track the reader. Raises SourceRefused as `locate` does."""
    location = locate(url)
    path, _, query = location.target.partition("?")
    kept = [
        pair
        for pair in query.split("&")
        if pair and not TRACKING.fullmatch(unquote_plus(pair.partition("=")[0]))
    ]
    return location.origin + path + (f"?{'&'.join(kept)}" if kept else "")


def absolute(base: str, link: str) -> str | None:
    """A link as a URL, or None if it leads to nothing that is fetched (mailto:, javascript:)."""
    try:
        joined = urljoin(base, link.strip())
        return locate(joined).url
    except (SourceRefused, ValueError):
        return None


def _refused(subject: str, happened: str) -> SourceRefused:
    return SourceRefused(
        happened,
        subject=subject or "(no address)",
        remedy="Give the full address of the page, as a browser shows it: https://…",
    )

"""The hub's own certificate, with real handshakes."""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID

from hub.config import HttpSettings
from hub.front_door import front_door
from hub.home.people import Role
from hub.remote import ENDPOINT_FILE, NoHub, Remote, find, write_endpoint
from hub.server.parts import ServerParts
from hub.server.server import Server
from hub.server.tls import BadCertificate, Certificate, TlsFiles
from tests.support.certificates import Authority, Issued


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("certificates")


@pytest.fixture(scope="module")
def authority(folder: Path) -> Authority:
    return Authority(folder)


def files_of(issued: Issued) -> TlsFiles:
    return TlsFiles(issued.chain, issued.key)


def put(issued: Issued, at: TlsFiles) -> None:
    """Renew as certbot does: by files that take the place of the old ones."""
    for source, target in ((issued.chain, at.certificate), (issued.key, at.key)):
        fresh = target.with_suffix(".new")
        fresh.write_bytes(source.read_bytes())
        fresh.replace(target)


@pytest.fixture
def served(authority: Authority, tmp_path: Path) -> TlsFiles:
    files = TlsFiles(tmp_path / "fullchain.pem", tmp_path / "privkey.pem")
    put(authority.issue("first"), files)
    return files


@asynccontextmanager
async def serving(parts: ServerParts, files: TlsFiles) -> AsyncIterator[Server]:
    async with Server(parts, port=0, certificate=Certificate(files)) as server:
        yield server


async def presented(server: Server, context: ssl.SSLContext) -> str:
    """Shake hands and return the name in the certificate, and the version of TLS."""
    _, writer = await asyncio.open_connection("127.0.0.1", server.port, ssl=context)
    tls: ssl.SSLObject = writer.get_extra_info("ssl_object")
    own = tls.getpeercert(binary_form=True)
    writer.close()
    assert own is not None
    names = x509.load_der_x509_certificate(own).subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return f"{names[0].value!s} {tls.version()}"


async def test_it_answers_over_tls_and_keeps_browsers_there(
    empty: ServerParts, authority: Authority, served: TlsFiles
) -> None:
    async with serving(empty, served) as server:
        connector = aiohttp.TCPConnector(ssl=authority.trusting())
        async with (
            aiohttp.ClientSession(connector=connector) as http,
            http.get(f"{server.url}/", headers={"Origin": server.url}) as answer,
        ):
            assert server.url.startswith("https://")
            assert answer.status == 200
            assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


async def test_old_versions_of_tls_and_plain_text_are_refused(
    empty: ServerParts, authority: Authority, served: TlsFiles
) -> None:
    async with serving(empty, served) as server:
        assert await presented(server, authority.trusting()) == "first TLSv1.3"
        newest_old = authority.trusting()
        newest_old.maximum_version = ssl.TLSVersion.TLSv1_2
        assert await presented(server, newest_old) == "first TLSv1.2"
        assert served.context().minimum_version is ssl.TLSVersion.TLSv1_2
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b"HTTP" not in await reader.read()
        writer.close()


async def test_a_renewed_certificate_is_taken_without_a_restart(
    empty: ServerParts, authority: Authority, served: TlsFiles, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(empty, served) as server:
        trusting = authority.trusting()
        assert (await presented(server, trusting)).startswith("first")
        certificate = server.certificate
        assert certificate is not None
        put(authority.issue("second"), served)
        await asyncio.to_thread(certificate.look_again)
        assert (await presented(server, trusting)).startswith("second")
        # Half of a renewal, or a broken one, changes nothing, and is told once.
        served.key.write_bytes(authority.issue("third").key.read_bytes())
        for _ in range(3):
            await asyncio.to_thread(certificate.look_again)
        assert (await presented(server, trusting)).startswith("second")
        assert caplog.text.count("the one from before is still used") == 1
        put(authority.issue("fourth"), served)
        await asyncio.to_thread(certificate.look_again)
        assert (await presented(server, trusting)).startswith("fourth")


async def test_it_looks_by_itself(served: TlsFiles, authority: Authority) -> None:
    certificate = Certificate(served)
    before = certificate._loaded
    following = asyncio.create_task(certificate.follow(every_s=0.01))
    put(authority.issue("later"), served)
    async with asyncio.timeout(5):
        while certificate._loaded == before:  # noqa: ASYNC110 -- no event tells
            await asyncio.sleep(0.01)
    following.cancel()
    await asyncio.wait({following})


def test_what_is_wrong_with_the_files_is_told(folder: Path, authority: Authority) -> None:
    good, other = authority.issue("good"), authority.issue("other")
    text, locked = folder / "text.pem", folder / "locked.key"
    text.write_text("hello")
    locked.write_bytes(authority.encrypted(good, b"hunter2"))
    broken = folder / "broken.pem"
    broken.write_bytes(good.chain.read_bytes().replace(b"M", b"A", 20))
    for files, words in [
        (TlsFiles(folder / "none.pem", good.key), "none.pem: there is no such file"),
        (TlsFiles(good.chain, folder / "none.key"), "none.key: there is no such file"),
        (TlsFiles(folder, good.key), "Is a directory"),
        (TlsFiles(good.chain, other.key), "is not the key of"),
        (TlsFiles(text, good.key), "holds no certificate"),
        (TlsFiles(good.chain, text), "holds no private key"),
        (TlsFiles(good.chain, locked), "is encrypted"),
        (TlsFiles(broken, good.key), "is damaged"),
    ]:
        with pytest.raises(BadCertificate, match=words):
            files.context()


def test_one_file_may_hold_both(folder: Path, authority: Authority) -> None:
    good = authority.issue("both")
    both = folder / "both.pem"
    both.write_bytes(good.key.read_bytes() + good.chain.read_bytes())
    door = front_door(HttpSettings(host="::", ssl_certificate=both), folder)
    assert (door.host, door.problem, door.certificate is not None) == ("::", "", True)


@pytest.mark.parametrize(
    ("valid", "level", "words"),
    [
        (timedelta(days=-1), logging.ERROR, "expired"),
        (timedelta(days=3, hours=1), logging.WARNING, "expires in 3 days"),
        (timedelta(days=20), None, ""),
    ],
)
def test_an_end_that_is_near_is_told_in_time(
    authority: Authority,
    caplog: pytest.LogCaptureFixture,
    valid: timedelta,
    level: int | None,
    words: str,
) -> None:
    certificate = Certificate(files_of(authority.issue("ending", valid=valid)))
    certificate.look_again()  # and not with every look
    assert [record.levelno for record in caplog.records] == ([level] if level else [])
    assert words in caplog.text


def test_without_a_usable_certificate_only_this_computer_gets_in(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = HttpSettings(host="0.0.0.0", ssl_certificate=Path("none.pem"))  # noqa: S104
    door = front_door(settings, tmp_path)
    assert (door.host, door.certificate) == ("127.0.0.1", None)
    assert str(tmp_path / "none.pem") in door.health()["problem"]
    assert "only this computer gets in" in caplog.text


async def test_the_commands_take_this_certificate_and_no_other(
    empty: ServerParts, authority: Authority, served: TlsFiles, tmp_path: Path
) -> None:
    owner = await empty.users.create("Ann", Role.OWNER)
    _, secret = await empty.tokens.create(owner.id, "test")
    put(authority.issue("house", valid=timedelta(days=-1)), served)  # even one that ended
    async with serving(empty, served) as server:
        write_endpoint(tmp_path, server.url, secret, served.certificate)
        hub = find(None, None, tmp_path)
        answer = await asyncio.to_thread(hub.request, "GET", "/api/")
        assert answer == {"message": "API running."}
        for certificate in (authority.issue("house").chain, tmp_path / "none"):
            stranger = Remote(server.url, secret, certificate=certificate)
            with pytest.raises(NoHub):
                await asyncio.to_thread(stranger.request, "GET", "/api/")
    assert (tmp_path / ENDPOINT_FILE).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("host", "warned"), [("0.0.0.0", True), ("127.0.0.1", False)])  # noqa: S104
async def test_an_open_hub_without_tls_says_so(
    empty: ServerParts, caplog: pytest.LogCaptureFixture, host: str, *, warned: bool
) -> None:
    async with Server(empty, host=host, port=0):
        pass
    assert ("travel unencrypted" in caplog.text) is warned

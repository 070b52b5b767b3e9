"""`make phone`: certificates that a phone accepts, and a second web server over the services that run."""

from __future__ import annotations

import socket
import ssl
from contextlib import closing
from pathlib import Path
from urllib.request import HTTPSHandler, ProxyHandler, build_opener, urlopen

import pytest
from cryptography import x509

from bin import phone
from bin.console import Refusal
from bin.phone_certificates import authority, leaf
from tests.fixtures.live import House, free_port
from tests.fixtures.services import environment_of_processes

HOME = ["192.168.1.20"]


def test_a_phone_has_to_trust_the_machine_only_once(tmp_path: Path) -> None:
    first = authority(tmp_path, HOME).read_bytes()
    assert authority(tmp_path, ["10.0.0.7"]).read_bytes() == first


def test_an_address_that_it_may_not_vouch_for_makes_another_authority(tmp_path: Path) -> None:
    first = authority(tmp_path, HOME).read_bytes()
    odd = authority(tmp_path, ["198.51.100.4"]).read_bytes()
    assert odd != first
    assert authority(tmp_path, ["198.51.100.4"]).read_bytes() == odd


def test_the_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    leaf(tmp_path, HOME)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.glob("*.key")}
    assert modes == {"authority.key": 0o600, "phone.key": 0o600}


def test_the_certificate_names_every_address_and_ends_soon_enough_for_ios(tmp_path: Path) -> None:
    path, _key = leaf(tmp_path, HOME)
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert set(map(str, names.get_values_for_type(x509.IPAddress))) == {"127.0.0.1", *HOME}
    assert (certificate.not_valid_after_utc - certificate.not_valid_before_utc).days <= 825


def test_nothing_that_runs_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="make run"):
        phone.running(tmp_path)


def test_a_taken_port_is_told_in_words() -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        with pytest.raises(Refusal, match="PHONE_PORT="):
            phone.refuse_taken(taken.getsockname()[1])


def test_the_words_name_both_addresses_and_draw_both(tmp_path: Path) -> None:
    told = phone.words([*HOME, "10.0.0.7"], 8443)
    for address in (
        "https://192.168.1.20:8443",
        "http://192.168.1.20:8444",
        "https://10.0.0.7:8443",
    ):
        assert address in told
    assert told.count("▄▄▄▄▄") > 4


def test_the_certificate_is_offered_for_phones_to_fetch(tmp_path: Path) -> None:
    port, trusted = free_port(), authority(tmp_path, HOME)
    with phone.offered(trusted, port), urlopen(f"http://127.0.0.1:{port}/") as answer:
        assert answer.headers["Content-Type"] == "application/x-x509-ca-cert"
        assert answer.read() == trusted.read_bytes()


def test_phones_are_served_from_the_services_that_run(house: House, tmp_path: Path) -> None:
    port = free_port()
    environ = environment_of_processes(**house.environ)
    trusted = ssl.create_default_context(cafile=str(authority(tmp_path, HOME)))
    with phone.served(environ, tmp_path, HOME, port):
        opener = build_opener(ProxyHandler({}), HTTPSHandler(context=trusted))
        with opener.open(f"https://127.0.0.1:{port}/sign-in") as page:
            assert page.status == 200
            assert "Secure" in page.headers["Set-Cookie"]
    with closing(socket.socket()) as afterwards:
        assert afterwards.connect_ex(("127.0.0.1", port)) != 0

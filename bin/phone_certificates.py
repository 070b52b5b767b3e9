"""A certificate authority for phones on this network, and the certificate that `make phone` serves with.

Unlike most of its neighbours this runs inside the virtual environment: it needs `cryptography`.
"""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# Longer ones are refused by iOS: https://support.apple.com/en-us/103214
LEAF_LASTS = timedelta(days=90)
AUTHORITY_LASTS = timedelta(days=730)
RENEWED_BEFORE = timedelta(days=100)
# Whoever steals the authority's key can pretend to be a machine at home or this one, and nothing else.
PRIVATE_NETWORKS = (
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "169.254.0.0/16",
    "127.0.0.0/8",
)

Pair = tuple[ec.EllipticCurvePrivateKey, x509.Certificate]


def authority(folder: Path, addresses: Sequence[str]) -> Path:
    """The authority's certificate. It is made once and kept, so that a phone has to trust it only once.

    Made anew when it nears its end, or may not vouch for one of the addresses.
    """
    path = folder / "authority.pem"
    if not still_good(path, addresses):
        write(*new_authority(addresses), path)
    return path


def leaf(folder: Path, addresses: Sequence[str]) -> tuple[Path, Path]:
    """A fresh certificate for these addresses and this machine's names, and its key."""
    path = folder / "phone.pem"
    write(*new_leaf(read(authority(folder, addresses)), addresses), path)
    return path, key_of(path)


def still_good(path: Path, addresses: Sequence[str]) -> bool:
    if not path.exists() or not key_of(path).exists():
        return False
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    lasts = certificate.not_valid_after_utc - RENEWED_BEFORE > datetime.now(UTC)
    allowed = certificate.extensions.get_extension_for_class(x509.NameConstraints).value
    networks = [
        one.value
        for one in allowed.permitted_subtrees or ()
        if isinstance(one, x509.IPAddress)
        and isinstance(one.value, ipaddress.IPv4Network | ipaddress.IPv6Network)
    ]
    return lasts and all(
        any(ipaddress.ip_address(one) in net for net in networks) for one in addresses
    )


def new_authority(addresses: Sequence[str]) -> Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    name = named(f"Billun on {socket.gethostname()}"[:60])
    networks = dict.fromkeys(map(ipaddress.ip_network, (*PRIVATE_NETWORKS, *addresses)))
    allowed = [*map(x509.IPAddress, networks), x509.DNSName("localhost"), x509.DNSName("local")]
    builder = (
        begun(name, name, key, AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(allowed, None), critical=True)
    )
    return key, builder.sign(key, hashes.SHA256())


def new_leaf(signer: Pair, addresses: Sequence[str]) -> Pair:
    signing_key, issuer = signer
    key = ec.generate_private_key(ec.SECP256R1())
    hosts: list[x509.GeneralName] = [x509.DNSName("localhost")]
    hosts += [x509.IPAddress(ipaddress.ip_address(one)) for one in ("127.0.0.1", *addresses)]
    builder = (
        begun(named("Billun"), issuer.subject, key, LEAF_LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()),
            critical=False,
        )
    )
    return key, builder.sign(signing_key, hashes.SHA256())


def begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, lasts: timedelta
) -> x509.CertificateBuilder:
    """What both kinds have. A phone's clock may be a little behind."""
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + lasts - timedelta(days=1))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def write(key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate, path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    descriptor = os.open(key_of(path), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(private)
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def read(path: Path) -> Pair:
    key = serialization.load_pem_private_key(key_of(path).read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key, x509.load_pem_x509_certificate(path.read_bytes())


def key_of(path: Path) -> Path:
    return path.with_suffix(".key")

"""Over https the certificate must be that of the name that was asked for, though the number was looked up before."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from accord.fetching.addresses import Listed
from accord.fetching.asking import Patience
from accord.fetching.downloading import Came, Download, Known, NotFetched, Wanted
from accord.fetching.pace import Pace
from accord.meaning.sources import Form
from tests.factories.publisher import Asked, Publisher, file

TABLE = b"URN,TELIG\n100001,30\n"


def certificate(folder: Path, name: str) -> Path:
    """A certificate of a name that vouches for itself, with its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    form = serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    path = folder / "certificate.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM)
                     + key.private_bytes(serialization.Encoding.PEM, *form))  # fmt: skip
    return path


class Quiet(ThreadingHTTPServer):
    """A server that says nothing of those who do not trust it."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


@pytest.fixture
def publisher(tmp_path: Path) -> Iterator[tuple[Publisher, Path]]:
    found, path = Publisher(), certificate(tmp_path, "data.example")
    server = Quiet(("127.0.0.1", 0), type("Bound", (Asked,), {"publisher": found}))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    found.port = server.server_address[1]
    found.at("/ks2", file(TABLE))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield found, path
    server.shutdown()
    server.server_close()
    thread.join()


def fetch(host: str, port: int, folder: Path) -> object:
    download = Download(
        Listed((), (f"{host}:{port}",)), folder, "Accord", Pace(0.0, lambda: 0.0, lambda seconds: None),
        lambda: datetime.now(UTC), tries=1, patience=Patience(2.0, 2.0), resolve=lambda name, at: ["127.0.0.1"],
    )  # fmt: skip
    return download.fetch(Wanted(f"https://{host}:{port}/ks2", (Form.CSV,), "ks2"), Known())


def test_a_certificate_nobody_vouches_for_is_not_trusted(publisher, tmp_path):
    found, _ = publisher
    with pytest.raises(NotFetched, match="certificate"):
        fetch("data.example", found.port, tmp_path)
    assert found.heard == []


def test_a_certificate_of_another_name_is_not_trusted(publisher, tmp_path, monkeypatch):
    found, path = publisher
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with pytest.raises(NotFetched, match="certificate"):
        fetch("other.example", found.port, tmp_path)
    assert found.heard == []
    came = fetch("data.example", found.port, tmp_path)
    assert isinstance(came, Came) and came.path.read_bytes() == TABLE
    assert found.heard[0][1]["host"] == f"data.example:{found.port}"

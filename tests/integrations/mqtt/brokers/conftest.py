"""The same tests with every broker."""

from collections.abc import Iterator

import pytest

from tests.support.brokers import KINDS, BrokerProcess


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> type[BrokerProcess]:
    """One of the kinds of broker."""
    found: type[BrokerProcess] = request.param
    return found


@pytest.fixture
def broker(kind: type[BrokerProcess]) -> Iterator[BrokerProcess]:
    """Run a broker of the test's own that lets anybody in."""
    with kind() as broker:
        yield broker

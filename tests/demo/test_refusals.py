"""Where the demonstration is not made."""

import pytest

from silverbridge.demo import make_demo
from silverbridge.domain.core.errors import Conflict


def test_it_never_mixes_with_an_instance_in_use(world):
    with pytest.raises(Conflict) as caught:
        make_demo()
    assert caught.value.code == "demo.not_empty"


def test_it_is_not_made_where_invented_people_are_not_admitted(db, settings):
    settings.RESERVED_REGIONS = False
    with pytest.raises(Conflict) as caught:
        make_demo()
    assert caught.value.code == "demo.production"

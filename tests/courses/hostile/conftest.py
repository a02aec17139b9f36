"""What the checks of the hostile course ask for."""

import pytest


@pytest.fixture
def root(request):
    """Where the answers lie, which a submission would have to guess."""
    return str(request.config.rootpath)

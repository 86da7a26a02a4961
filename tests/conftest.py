"""What all tests share: hypothesis tries the same examples each time, so that a change is what makes a test fail.

No deadline either: how long an example takes is the machine's load, not the code's.

New examples: `pytest --hypothesis-profile=search tests/unit`.
"""

from hypothesis import settings

pytest_plugins = ("tests.stack",)

settings.register_profile("same", derandomize=True, database=None, deadline=None)
settings.register_profile("search", max_examples=1000, deadline=None)
settings.load_profile("same")

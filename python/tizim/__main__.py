"""``python -m tizim``."""

import sys

from . import main

sys.exit(main())

"""What the server that forks a pool's processes imports before it forks any: it loads what they work with, for all.

Nothing else may import it. multiprocessing takes no other order for such a server than a module's name (see child.py).
"""

from __future__ import annotations

from bellwire.stream.child import preload

preload()

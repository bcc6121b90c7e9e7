"""usage: peak.py MEGABYTES COMMAND...   runs it; says on stderr when it held more memory.

Sanitizers keep freed memory and shadow it, so nothing is said under them."""
import os
import resource
import subprocess
import sys

run = subprocess.run(sys.argv[2:])
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
if peak > int(sys.argv[1]) and not os.environ.get("DS_SANITIZE"):
    sys.exit(f"peak memory {peak} MB, at most {sys.argv[1]} MB")
sys.exit(run.returncode)

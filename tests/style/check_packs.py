"""The shipped packs are valid against rules/rules.rng, as an XML editor
would see them (xi:include is not followed: each file stands for itself)."""
import os
import shutil
import subprocess
import sys

import tree

SCHEMA = "rules/rules.rng"


def main():
    packs = [path for path in tree.files() if path.startswith(("rules/packs/", "rules/examples/")) and path.endswith(".xml")]
    tool = shutil.which("xmllint")
    if not tool or not packs or not os.path.exists(os.path.join(tree.ROOT, SCHEMA)):
        print("skipped: no xmllint, no packs or no schema")
        sys.exit(tree.SKIPPED)
    run = subprocess.run([tool, "--nonet", "--noout", "--relaxng", SCHEMA, *packs], cwd=tree.ROOT,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    tree.finish([] if run.returncode == 0 else [run.stdout], "check_packs")


if __name__ == "__main__":
    main()

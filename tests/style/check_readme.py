"""README.md's two commands are whole command lines, .ci/run runs the very
test command, and every file that README.md links is there."""
import os
import re

import tree


def main():
    readme = tree.read("README.md").decode()
    script = tree.read(".ci/run").decode()
    problems = []
    commands = re.findall(r"^    (sh tests/ci/install\.sh && .*)$", readme, re.M)
    if len(commands) != 2:
        problems.append(f"README.md: {len(commands)} commands that begin with the installer, not 2")
    tests = [command for command in commands if command.endswith("ctest --preset release")]
    if len(tests) != 1:
        problems.append("README.md: no command that ends with `ctest --preset release`")
    elif tests[0] not in script.splitlines():
        problems.append(f".ci/run: has no line `{tests[0]}`, the test command of README.md")
    for name in ("README.md", ".ci/run"):
        if re.search(r"apt(-get)? +install|pip3? +install", tree.read(name).decode()):
            problems.append(f"{name}: packages are installed by tests/ci/install.sh alone")
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", readme):
        if not os.path.exists(os.path.join(tree.ROOT, link)):
            problems.append(f"README.md: link to {link}, which is not there")
    tree.finish(problems, "check_readme")


if __name__ == "__main__":
    main()

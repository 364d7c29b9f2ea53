# Campus Atlas: `make help` says what each word does.

SHELL := bash
.ONESHELL:
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help deps build run test format lint interop-deps interop-packages clean

CONFIGURATION ?= release
PROGRAM := .build/$(CONFIGURATION)/campus-atlas
SWIFT_SOURCES := Package.swift Sources Tests $(wildcard Benchmarks Fuzz)

# What pkg-config calls each C library, and the Debian package that brings it.
LIBRARIES := proj:libproj-dev geos:libgeos-dev zlib:zlib1g-dev nettle:nettle-dev sqlite3:libsqlite3-dev

# What the interoperability checks drive: GDAL, QGIS, and the Python that both are bound to.
INTEROP_PACKAGES := gdal-bin python3-gdal python3-qgis qgis-providers python3-venv time

# Installs the Debian packages named in $missing, or says which they are where that cannot be done.
define install_missing
if [ -n "$$missing" ]; then
    as_root=; [ "$$(id -u)" = 0 ] || as_root=sudo
    if command -v apt-get >/dev/null && { [ -z "$$as_root" ] || command -v sudo >/dev/null; }; then
        echo "Installing:$$missing"
        $$as_root apt-get update -qq
        $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null
    else
        echo "Missing, to be installed first (names of Debian packages):$$missing" >&2
        exit 1
    fi
fi
endef

help: ## what can be asked
	@awk -F ':[^#]*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	echo "CONFIGURATION=debug builds a debug program (default: release)."

deps: ## install what is missing to build (Debian packages)
	@if ! command -v swift >/dev/null; then
	    echo "Swift 6.2 or later is missing: install it from swift.org, then try again." >&2
	    exit 1
	fi
	missing=
	command -v git >/dev/null || missing+=" git"
	command -v pkg-config >/dev/null || missing+=" pkg-config"
	for pair in $(LIBRARIES); do
	    pkg-config --exists "$${pair%%:*}" 2>/dev/null || missing+=" $${pair##*:}"
	done
	$(install_missing)

build: deps ## build the program
	@swift build -c $(CONFIGURATION) --product campus-atlas

run: build ## make the demonstration atlas anew in demo/, with its exports, and print its progress
	@$(PROGRAM) demo demo

test: deps ## run every test
	@swift test --disable-xctest

format: ## lay the Swift sources out as .swift-format says
	@swift format -i -p -r $(SWIFT_SOURCES)

lint: ## refuse Swift sources that are not laid out so
	@swift format lint --strict -p -r $(SWIFT_SOURCES)

interop-deps: .build/interop/venv/ready ## install what the interoperability checks drive (QGIS, GDAL, validators)

interop-packages:
	@missing=
	for package in $(INTEROP_PACKAGES); do
	    dpkg-query -W -f='$${db:Status-Status}' "$$package" 2>/dev/null | grep -qx installed || missing+=" $$package"
	done
	$(install_missing)

.build/interop/venv/ready: .ci/interop/requirements.txt | interop-packages
	@/usr/bin/python3 -m venv --system-site-packages --clear $(@D)
	$(@D)/bin/pip install -q --disable-pip-version-check -r $<
	touch $@

clean: ## forget what was built and the demonstration
	@rm -rf demo .build/interop/made
	swift package clean

.DEFAULT_GOAL := help

.PHONY: help
help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: ## Build what changed and run everything on this machine; PARLEY_PORT and PARLEY_HOME change port and data directory
	@suite/launcher/run.sh

.PHONY: build
build: ## Build what changed, without tests
	@suite/launcher/run.sh build

.PHONY: test
test: ## Install the real components that are missing (Debian packages, asks for root), then run every test
	@suite/install-test-components.sh
	mvn -B verify -Dparley.real=required
	@$(MAKE) -s coverage

.PHONY: coverage
coverage: ## Line coverage of each module in the last test run; details are in target/site/jacoco/index.html
	@for csv in */target/site/jacoco/jacoco.csv suite/*/target/site/jacoco/jacoco.csv; do [ ! -f "$$csv" ] || \
	  awk -F , -v module="$${csv%/target/*}" 'NR > 1 { missed += $$8; covered += $$9 } \
	    END { if (missed + covered) printf "coverage of lines  %-15s %5.1f %%\n", module, 100 * covered / (missed + covered) }' "$$csv"; done

.PHONY: gates
gates: ## Break each quality gate once, in a scratch copy, and see that the build fails for it
	@build/prove-gates.sh

.PHONY: drills
drills: ## The long failure drills, on the real components
	@suite/install-test-components.sh
	mvn -B verify -Dparley.real=required -Dgroups=drill -DexcludedGroups=none

.PHONY: bench
bench: ## The benchmarks, on the real components
	@suite/install-test-components.sh --bench
	mvn -B verify -Dparley.real=required -Dgroups=bench -DexcludedGroups=none -Djacoco.skip "-Dtest.jvm.flags=-XX:+UseParallelGC -Xmx1g"

.PHONY: format
format: ## Format all sources
	mvn -q -B spotless:apply

.PHONY: clean
clean: ## Remove what was built; data in .parley stays
	mvn -q -B clean

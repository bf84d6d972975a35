# The menu. `make` alone shows it.
.DEFAULT_GOAL := help
.PHONY: help setup build test test-airflow demo pictures format lint clean

help: ## show this menu
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## bring Spark into .backstory and build the JARs, so that bin/backstory runs
	@setup/check-tools.sh
	@setup/spark.sh
	@setup/jars.sh
	@echo "setup: ready; try bin/backstory --help"

build: ## compile and package everything, without tests
	mvn -B -ntp package -DskipTests

test: setup ## run all checks and tests
	@# Set-up compiles without Error Prone; compiled again, everything is checked.
	@rm -rf common/*/target/classes jobs/*/target/classes dq/target/classes bench/*/target/classes cli/target/classes
	@# The tests of the report pages drive a real browser.
	BACKSTORY_BROWSER="$$(setup/browser.sh)" && export BACKSTORY_BROWSER && mvn -B -ntp verify

test-airflow: ## check airflow/python with a real Airflow (about 500 MB in .backstory, fetched once)
	@setup/airflow.sh --dev
	@airflow/python/check.sh

demo: setup ## publish and audit 28 days of real shop sessions, and show a training row
	@examples/otto/demo.sh

pictures: setup ## make the README's pictures of reports again, from the example
	@docs/pictures.sh

format: ## format the sources
	mvn -q -B -ntp spotless:apply

lint: ## check the shell scripts, where shellcheck is installed
	@if command -v shellcheck >/dev/null; then \
	  shellcheck bin/backstory .ci/run setup/*.sh setup/spark/bin/* airflow/python/*.sh examples/otto/*.sh docs/*.sh; \
	else \
	  echo "lint: shellcheck is not installed; the shell scripts were not checked"; \
	fi

clean: ## remove build output and the example's lake (Spark stays in .backstory)
	rm -rf data .backstory/built-from
	mvn -q -B -ntp clean

# The menu. `make` alone shows it.
.DEFAULT_GOAL := help
.PHONY: help setup build test check test-airflow test-airflow-runners test-lineage test-reader test-reader-torch demo airflow airflow-stop train docker-demo docker-stop test-docker test-kills test-cluster test-gcs try-trino test-operations try-metrics dist dist-image docs pictures screenshots bench bench-growth bench-encodings bench-reading bench-storage bench-jmh test-bench format lint clean

help: ## show this menu
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## bring Spark into .backstory and build the JARs, so that bin/backstory runs
	@setup/check-tools.sh
	@setup/spark.sh
	@setup/jars.sh
	@setup/class-archives.sh
	@echo "setup: ready; try bin/backstory --help"

build: ## compile and package everything, without tests
	mvn -B -ntp package -DskipTests

test: ## run all checks and tests
	@setup/test.sh

check: ## the inner loop: formats, a compilation with every check, the tests of the modules without Spark
	@setup/check.sh

test-airflow: setup ## of these, the Python side alone: the DAGs under a real scheduler with real Spark jobs among them
	@setup/venv.sh airflow --dev
	@airflow/python/check.sh

test-airflow-runners: setup ## the DAGs of other runners with the real providers, and real jobs by a Livy server (fetches 1.8 GB, once)
	@setup/venv.sh airflow-runners
	@setup/livy.sh
	@airflow/python/check-runners.sh

test-lineage: setup ## Airflow and its jobs as a lineage server hears of them: a day that passes, one that fails (three minutes)
	@setup/venv.sh airflow-lineage --dev
	@cd airflow/python && ../../.backstory/airflow-lineage-venv/bin/pytest tests/lineage

test-reader: setup ## of these, the reader of training rows alone (reader/python)
	@setup/venv.sh reader --dev
	@reader/python/check.sh

test-reader-torch: setup ## the reader as torch sees it: DataLoader, workers, several ranks (fetches torch, 6 GB, once)
	@setup/venv.sh reader-torch --dev
	@reader/python/check-torch.sh

dist: ## make a release in dist/: the tarball, wheels, bills of materials, checksums (docs/releasing.md)
	@setup/dist.sh

dist-image: dist ## and the image, as a file (needs Docker, or podman)
	@setup/dist.sh --image

demo: setup ## 28 days of real shop sessions through a local Airflow, and a training row to read
	@examples/otto/demo.sh

airflow: setup ## start an Airflow on this machine with the example's DAGs (500 MB, fetched once)
	@setup/local-airflow.sh start

airflow-stop: ## stop it
	@setup/local-airflow.sh stop

docker-demo: ## what `make demo` does, in containers (a Docker engine is all it needs)
	@docker/demo.sh

docker-stop: ## end the containers; their volumes stay
	@docker/stop.sh

test-docker: ## build the image and run three days through its Airflow, also on a Spark cluster
	@docker/test/test.sh

test-kills: ## a publisher killed at every moment, where `make test` takes some: Iceberg and Delta on an S3 server (ten minutes)
	@setup/venv.sh s3
	mvn -B -ntp test -pl common/lake -am -Dtest='Killed*Test' -Dbackstory.kills=all \
	  -Dsurefire.failIfNoSpecifiedTests=false -Dspotless.check.skip=true

test-cluster: setup ## the example on a Spark cluster of this machine and an S3 server: executors and a driver killed, speculation (five to nine minutes)
	@setup/venv.sh s3
	mvn -B -ntp test -pl cli -am -Dcli.tests.phase=test -Dgroups=standalone -DexcludedGroups= \
	  -Dsurefire.failIfNoSpecifiedTests=false -Dspotless.check.skip=true

test-gcs: setup ## a lake on Google Cloud Storage, on a server that Go builds: it needs Go 1.26 (four minutes)
	@setup/gcs.sh
	@setup/venv.sh reader --dev
	mvn -B -ntp test -pl common/lake,cli -am -Dcli.tests.phase=test -Dgroups=gcs -DexcludedGroups= \
	  -Dmaven.test.additionalClasspath="$(CURDIR)/.backstory/gcs/gcs-connector-hadoop3-2.2.28-shaded.jar" \
	  -Dsurefire.failIfNoSpecifiedTests=false -Dspotless.check.skip=true
	@cd reader/python && ../../.backstory/reader-venv/bin/pytest -q -p no:cacheprovider -o addopts= tests/gcs

try-trino: setup ## a real Trino reads lakes that are Iceberg and Delta (fetches it and a Java for it, 900 MB, once; some minutes)
	@setup/venv.sh reader --dev && setup/tables.sh iceberg && setup/trino.sh
	@cd reader/python && ../../.backstory/reader-venv/bin/pytest -q -p no:cacheprovider -o addopts= tests/trino

test-operations: setup ## run the commands of docs/operations.md, and compare what they print
	@python3 docs/check_operations.py

try-metrics: setup ## three days of the example into a real statsd_exporter, compared with their reports (fetches it by Go, once)
	@examples/monitoring/try.sh

docs: setup ## build the documentation as a site, with the example's reports inside, and check every page (needs Chromium)
	@setup/venv.sh docs
	@docs/site/build.sh

screenshots: ## take the docs' pictures again, from the Airflow that `make demo` left (needs Chromium)
	@docs/images/take.sh

pictures: setup ## make the README's pictures of reports again, from the example
	@docs/pictures.sh

train: setup ## train a small transformer on a shop that is made for it, and show what a leak would do (fetches torch, 6 GB, once)
	@setup/venv.sh reader-torch
	@examples/train/train.sh

bench: setup ## measure us beside DuckDB, Polars and Spark SQL (CUSTOMERS=20000 DAYS=14 ...; see bench/README.md)
	@setup/venv.sh bench
	@PYTHONPATH=bench/python .backstory/bench-venv/bin/python -m backstory_bench $(bench-options)

bench-growth: setup ## measure how the history step grows: lookback, days, cores, a hot customer (CUSTOMERS=20000 RUNS=3)
	@setup/venv.sh bench
	@PYTHONPATH=bench/python .backstory/bench-venv/bin/python -m backstory_bench.growth $(bench-options)

bench-encodings: setup ## measure what other encodings of training rows would cost (CUSTOMERS=20000 RUNS=3)
	@setup/venv.sh bench --dev
	@PYTHONPATH=bench/python .backstory/bench-venv/bin/python -m backstory_bench.encodings $(bench-options)

bench-reading: setup ## measure the reader of training rows beside pandas, PyArrow and HuggingFace (CUSTOMERS=3000 RUNS=3)
	@setup/venv.sh reader-bench
	@PYTHONPATH=reader/python/bench .backstory/reader-bench-venv/bin/python -m reading_bench $(bench-options)

bench-storage: setup ## measure the same work with the lake on a disk, as Iceberg, and on a local S3 server, in turn (CUSTOMERS=20000 RUNS=3)
	@setup/venv.sh bench && setup/venv.sh s3 && setup/tables.sh iceberg
	@bash -c '. setup/lib.sh; for jar in org.apache.hadoop:hadoop-aws:3.3.4 com.amazonaws:aws-java-sdk-bundle:1.12.262; do \
	  copy_artifact "$$jar" .backstory/s3-jars; done'
	@PYTHONPATH=bench/python .backstory/bench-venv/bin/python -m backstory_bench.storage $(bench-options)

bench-options = $(if $(LOAD),--load) $(if $(AUDIT),--audit) $(if $(WHOLE_DAY),--whole-day) $(foreach option,CUSTOMERS DAYS HISTORY_DAYS RUNS CORES HEAP ROW_LIMIT ONLY,$(if $($(option)),--$(bench-option-$(option)) '$($(option))'))
bench-option-CUSTOMERS = customers
bench-option-DAYS = days
bench-option-HISTORY_DAYS = history-days
bench-option-RUNS = runs
bench-option-CORES = cores
bench-option-HEAP = heap
bench-option-ROW_LIMIT = row-limit
bench-option-ONLY = only

bench-jmh: setup ## measure the merge, the page writer and the page readers alone (ONLY=MergeBenchmark)
	@java -cp "$$(echo bench/jmh/target/*-all.jar):$${SPARK_HOME:-.backstory/spark}/jars/*" org.openjdk.jmh.Main $(ONLY)

test-bench: setup ## the benchmark's own checks, a tiny run, and every file of a lake as PyArrow, DuckDB and Polars read it
	@setup/venv.sh bench --dev
	@bench/python/check.sh

format: ## format the sources, and wrap the prose of the docs
	mvn -q -B -ntp spotless:apply
	@python3 docs/wrap.py

lint: ## check this menu, how the docs are wrapped, and the shell scripts where shellcheck is installed
	@if $(MAKE) -n help 2>&1 | grep -i warning; then echo "lint: a target of the Makefile has two recipes"; exit 1; fi
	@python3 docs/wrap.py --check
	@python3 -B setup/version.py --check
	@if command -v shellcheck >/dev/null; then \
	  shellcheck bin/backstory .ci/run setup/*.sh setup/spark/bin/* airflow/python/*.sh bench/python/*.sh reader/python/*.sh examples/*/*.sh \
	    docker/*.sh docker/*/*.sh docker/image/entrypoint docker/image/run-dag docker/test/postgres/entrypoint docs/*.sh docs/images/*.sh docs/site/*.sh; \
	else \
	  echo "lint: shellcheck is not installed; the shell scripts were not checked"; \
	fi

clean: ## remove build output and the example's lake (Spark stays in .backstory)
	rm -rf data dist .backstory/built-from
	mvn -q -B -ntp clean

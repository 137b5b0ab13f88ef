"""One definition on two engines: Spark counts exactly what DuckDB counts, and measures the same to a billionth."""

import os
import shutil
from pathlib import Path

import pytest

from silverbridge.engines.definitions import load_definitions
from silverbridge.engines.indicators import Facts, IndicatorDefinition, tabulate

from .facts_reference import QUARTERS, as_facts, some_facts, tables

SHIPPED = load_definitions(Path(__file__).parents[2] / "silverbridge" / "shipped" / "indicators", IndicatorDefinition)


@pytest.fixture(scope="module")
def session():
    """A Spark of this machine alone."""
    pyspark = pytest.importorskip("pyspark.sql", reason="Spark is not installed: pip install 'silverbridge[spark]'")
    if shutil.which("java") is None:
        pytest.skip("Java is not installed: apt install openjdk-17-jre-headless")
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = pyspark.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.shuffle.partitions", "2").config("spark.sql.session.timeZone", "UTC")
    spark = builder.config("spark.sql.ansi.enabled", "false").getOrCreate()
    yield spark
    spark.stop()


def test_spark_and_duckdb_say_the_same(session, tmp_path):
    import ibis
    import pyarrow.parquet as pq

    made = some_facts(11, 300)
    on, held = ibis.pyspark.connect(session), {}
    for family, table in tables(*made).items():
        pq.write_table(table, tmp_path / f"{family}.parquet", coerce_timestamps="us")
        session.read.parquet(str(tmp_path / f"{family}.parquet")).createOrReplaceTempView(family)
        held[family] = on.table(family)
    here = tabulate(SHIPPED, as_facts(*made), QUARTERS[:1], None, ("place",))
    there = tabulate(SHIPPED, Facts(**held), QUARTERS[:1], None, ("place",))
    for key, results in here.items():
        assert len(results) == len(there[key])
        for one, other in zip(results, there[key], strict=True):
            assert (one.group, one.state, one.sample) == (other.group, other.state, other.sample)
            assert (one.numerator, one.denominator) == (other.numerator, other.denominator)
            assert one.value is None or one.value == pytest.approx(other.value, rel=1e-9)

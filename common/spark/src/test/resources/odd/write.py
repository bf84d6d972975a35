"""Writes the Parquet files of this folder, as PyArrow and DuckDB write what Spark does not. The tests read the files.

python write.py (with pyarrow and duckdb)
"""

import datetime as dt
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).parent
DAY = "2025-08-14"
UTC = dt.timezone.utc
TEN = dt.datetime(2025, 8, 14, 10, tzinfo=UTC)
FAR = 2**63 - 1  # milliseconds, which microseconds cannot count


def write(name, **columns):
    pq.write_table(pa.table(columns), HERE / f"{name}.parquet", compression="none")


def nulls(count=1):
    return pa.nulls(count, pa.null())


def clicks(count=1, **others):
    columns = {
        "dt": pa.array([DAY] * count),
        "customer_id": pa.array(range(1, count + 1), pa.int64()),
        "item_id": pa.array([5] * count, pa.int64()),
        "click_time": pa.array([TEN] * count, pa.timestamp("us", "UTC")),
    }
    return columns | others


def impressions(array, count=1, **others):
    columns = {
        "dt": pa.array([DAY] * count),
        "ranking_id": pa.array(["r"] * count),
        "customer_id": pa.array(range(1, count + 1), pa.int64()),
        "impressions": array,
    }
    return columns | others


ITEM = [("item_id", pa.int64()), ("is_order", pa.bool_())]

# Columns of the null type, and files without rows.
write("orders-null-time", order_date=pa.array([DAY]), customer_id=pa.array([1]), config_id=pa.array([5]),
      occurred_at=nulls())
write("clicks-all-null", dt=nulls(), customer_id=nulls(), item_id=nulls(), click_time=nulls())
write("clicks-null-note", **clicks(note=nulls()))
write("clicks-no-rows", dt=pa.array([], pa.float64()), customer_id=nulls(0))
write("impressions-null", **impressions(nulls()))
write("impressions-null-list", **impressions(pa.array([[], [None, None], None], pa.list_(pa.null())), 3))
write("impressions-null-fields",
      **impressions(pa.array([[{"item_id": 5, "is_order": None}]], pa.list_(pa.struct([ITEM[0], ("is_order", pa.null())]))),
                    ranking_id=nulls()))

# Values that microseconds cannot count.
times = pa.array([1755165600123, FAR, -FAR - 1, None, 253402214400000], pa.int64())
write("clicks-millis-utc", **clicks(5, click_time=times.cast(pa.timestamp("ms", "UTC"))))
write("clicks-millis-wall", **clicks(5, click_time=times.cast(pa.timestamp("ms"))))
write("clicks-micros-wall", **clicks(2, click_time=pa.array([FAR, 253402214400000000]).cast(pa.timestamp("us"))))
write("clicks-millis-unmapped", **clicks(2, seen=pa.array([FAR, 0]).cast(pa.timestamp("ms", "UTC"))))
write("clicks-days", **clicks(3, dt=pa.array([20314, 2932897, -719529], pa.int32()).cast(pa.date32())))

# Text without an annotation, as Impala writes it.
write("clicks-binary", **clicks(3, dt=pa.array([DAY.encode(), b"dt=" + DAY.encode(), b"\xff"]),
                                click_time=pa.array([b"2025-08-14T10:00:00Z", b"2025-08-14 \xff", b"now"])))
write("impressions-binary",
      **impressions(pa.array([b'[{"item_id":5,"is_order":true}]', b"[]", b'[{"item_id":"\xff"}]']), 3,
                    ranking_id=pa.array(["kl\u00e4r".encode(), b"\xff", b"r3"])))

# Names that differ in case only.
write("clicks-case", **clicks(Item_ID=pa.array([999]), DT=pa.array(["2001-01-01"])))
neither = clicks(ITEM_ID=pa.array([999]), Item_Id=pa.array([998]))
del neither["item_id"]
write("clicks-case-neither", **neither)
write("impressions-case",
      **impressions(pa.array([[{"Item_ID": 999, "item_id": 5, "is_order": True, "IS_ORDER": False}]],
                             pa.list_(pa.struct([("Item_ID", pa.int64()), *ITEM, ("IS_ORDER", pa.bool_())])))))

# Types that nobody asked for.
write("clicks-half", **clicks(half=pa.array([1.5], pa.float16())))
duckdb.sql(f"""
    copy (select '{DAY}' as dt, 1::bigint as customer_id, 5::bigint as item_id,
            timestamptz '2025-08-14 10:00:00+00' as click_time,
            uuid '00000000-0000-0000-0000-000000000001' as u, time '10:00:00' as t, timetz '10:00:00+02' as tz,
            interval 1 day as i, 1::hugeint as h, '101'::bit as b, 'a'::enum ('a', 'b') as e, blob 'x' as x,
            map {{'a': uuid '00000000-0000-0000-0000-000000000001'}} as m, {{'t': time '10:00:00'}} as s,
            [time '10:00:00'] as l, 1.5::decimal(38, 10) as d, 250::utinyint as u1, 1::ubigint as u8,
            timestamp_ns '2025-08-14 10:00:00' as ns, timestamp_ms '2025-08-14 10:00:00' as ms, '{{}}'::json as j)
    to '{HERE}/clicks-duckdb.parquet' (format parquet, compression uncompressed)""")
duckdb.sql(f"""
    copy (select '{DAY}' as dt, 'r' as ranking_id, 1::bigint as customer_id,
            [{{'item_id': 5::bigint, 'u': uuid '00000000-0000-0000-0000-000000000001', 'is_order': true,
               'i': interval 1 day, 'more': [{{'t': time '10:00:00', 'shelf': 3}}]}}] as impressions)
    to '{HERE}/impressions-duckdb.parquet' (format parquet, compression uncompressed)""")

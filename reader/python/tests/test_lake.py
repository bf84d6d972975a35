"""Only published days, by their records; every other day is refused with its reason and what helps."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backstory_reader import DayError, Lake, ReaderError, StateError, TrainingRows
from backstory_reader.records import Record
from backstory_reader.storage import Storage
from tests import shop

D1, D2, D3 = shop.SHOWN
RECORD = "_PUBLISHED.json"


@pytest.fixture
def lake(wide: Path, tmp_path: Path) -> Path:
    """A lake to damage."""
    return Path(shutil.copytree(wide, tmp_path / "lake"))


def record(lake: Path, table: str, day: str) -> Any:
    return json.loads((lake / table / f"dt={day}" / RECORD).read_text())


def change(lake: Path, table: str, day: str, **members: Any) -> None:
    (lake / table / f"dt={day}" / RECORD).write_text(json.dumps(record(lake, table, day) | members))


def a_file(lake: Path, table: str, day: str) -> Path:
    return sorted((lake / table / f"dt={day}").glob("*.parquet"))[0]


def test_days_and_their_runs(wide: Path) -> None:
    days = Lake(wide).days(D1, D3)
    assert list(days) == [D1, D2, shop.EMPTY, D3]
    assert days.source == "histories"
    assert days.runs == {
        table: {day: record(wide, table, day)["run"] for day in days} for table in ("histories", "impressions")
    }
    assert days.rows == sum(record(wide, "training", day)["rows"] for day in days)
    again = Lake(wide).days(runs=days.runs)
    assert (list(again), again.runs) == (list(days), days.runs)
    assert Lake(str(wide)).days(D1, source="training").runs == {"training": {D1: record(wide, "training", D1)["run"]}}
    assert list(Lake(f"file://{wide}").days(D1)) == [D1]


def without_record(lake: Path) -> None:
    (lake / "training" / f"dt={D2}" / RECORD).unlink()


def without_day(lake: Path) -> None:
    shutil.rmtree(lake / "training" / f"dt={D2}")


def without_file(lake: Path) -> None:
    a_file(lake, "training", D2).unlink()


def with_longer_file(lake: Path) -> None:
    with a_file(lake, "training", D2).open("ab") as file:
        file.write(b"more")


def with_later_impressions(lake: Path) -> None:
    change(lake, "impressions", D2, run="later")


def without_impressions(lake: Path) -> None:
    (lake / "impressions" / f"dt={D2}" / RECORD).unlink()


def without_action_day(lake: Path) -> None:
    """As if the days before had been built without a day that came later."""
    inputs = record(lake, "training", D2)["inputs"]
    change(
        lake,
        "training",
        D2,
        inputs=[{**each, "to": shop.FIRST} if each["table"] == "actions" else each for each in inputs],
    )


def with_other_settings(lake: Path) -> None:
    change(lake, "training", D2, settingsHash="0000")


def with_other_text(lake: Path) -> None:
    (lake / "training" / f"dt={D2}" / RECORD).write_text("{")


BUILD = f"build it with `bin/backstory run --config YOUR.yaml --from {D2} --to {D2}`"
AGAIN = f"build it again with `bin/backstory run --config YOUR.yaml --from {D2} --to {D2}`"
STALE = f"{AGAIN}, or read it as it is with stale='use'"


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (without_record, f"it is not published; {BUILD}"),
        (without_day, f"it is not published; {BUILD}"),
        (without_file, "the file FILE is not there; build it again with"),
        (with_longer_file, "the file FILE has LONGER bytes, its record says BYTES; build it again with"),
        (
            with_later_impressions,
            f"it is stale: impressions of {D2} is published by run later now, not by run RUN; {STALE}",
        ),
        (
            without_impressions,
            f"it is stale: impressions of {D2} was published then, by run RUN, and is no longer; {STALE}",
        ),
        (
            without_action_day,
            f"it is stale: actions of {shop.LAST_BEFORE} was not published then, and is now; {STALE}",
        ),
        (
            with_other_settings,
            f"it was made by other settings than {D1} (a length, a zone or numbers, say); {AGAIN}, or take both with "
            "mixed_settings=True",
        ),
    ],
)
def test_a_day_that_is_not_as_it_should_be(damage: Callable[[Path], None], message: str, lake: Path) -> None:
    before = record(lake, "training", D2)
    file = before["files"][0]
    damage(lake)
    with pytest.raises(DayError) as error:
        Lake(lake).days(D1, D2, source="training")
    message = message.replace("FILE", f"training/dt={D2}/{file['name']}").replace("RUN", before["run"])
    message = message.replace("LONGER", f"{file['bytes'] + 4:,}").replace("BYTES", f"{file['bytes']:,}")
    assert str(error.value).startswith(f"Cannot read training of {D2}: {message}")
    assert (error.value.table, error.value.day) == ("training", D2)


def test_a_day_that_failed_its_audit(wide: Path) -> None:
    with pytest.raises(DayError) as error:
        Lake(wide).days(D3, shop.FAILED, source="training")
    reports = sorted((wide / "_reports" / "training" / f"dt={shop.FAILED}").glob("*.json"))
    run = reports[-1].stem.removeprefix("run=")
    assert str(error.value) == (
        f"Cannot read training of {shop.FAILED}: it failed its audit (FAIL, run {run}) and is not published; "
        f"see _reports/training/dt={shop.FAILED}/run={run}.html for the reasons"
    )
    assert list(Lake(wide).days(D3, shop.FAILED, source="training", missing="skip")) == [D3]
    # The other table's day passed: it holds no items.
    assert list(Lake(wide).days(D3, shop.FAILED)) == [D3, shop.FAILED]


def test_a_record_that_cannot_be_read(lake: Path) -> None:
    with_other_text(lake)
    with pytest.raises(ReaderError, match=rf"training/dt={D2}/_PUBLISHED.json: it is not JSON .*; build the day again"):
        Lake(lake).days(D2, source="training")


def test_what_may_be_taken_on_request(lake: Path) -> None:
    with_later_impressions(lake)
    assert len(Lake(lake).days(D1, D2, source="training", stale="use")) == 2
    with_other_settings(lake)
    assert len(Lake(lake).days(D1, D2, source="training", stale="use", mixed_settings=True)) == 2


def test_histories_of_other_impressions_are_not_joined(lake: Path) -> None:
    """Even when stale days are asked for: which history belongs to which row would be a guess."""
    shutil.rmtree(lake / "impressions" / f"dt={D2}")
    shutil.copytree(lake / "impressions" / f"dt={D1}", lake / "impressions" / f"dt={D2}")
    days = Lake(lake).days(D2, stale="use")
    with pytest.raises(DayError) as error:
        TrainingRows(days)
    run = record(lake, "histories", D2)["run"]
    assert str(error.value) == (
        f"Cannot read histories of {D2}: its customers are not those of impressions of that day (run {run} and run "
        f"{run}); build the day again, or read source='training'"
    )


def test_histories_where_all_days_have_them(lake: Path) -> None:
    (lake / "histories" / f"dt={D2}" / RECORD).unlink()
    assert Lake(lake).days(D1, D2).source == "training"
    assert Lake(lake).days(D1).source == "histories"
    with pytest.raises(DayError) as error:
        Lake(lake).days(D1, D2, source="histories")
    assert str(error.value) == (
        f"Cannot read histories of {D2}: it is not published, but training is; set "
        "`history: {outputs: [training, histories]}` and run the history step, or read source='training'"
    )


def test_the_same_runs_or_an_error(lake: Path) -> None:
    runs = Lake(lake).days(D1, D2, source="training").runs
    change(lake, "training", D2, run="another")
    with pytest.raises(DayError) as error:
        Lake(lake).days(runs=runs)
    then = runs["training"][D2]
    assert str(error.value) == (
        f"Cannot read training of {D2}: it is published by run another now, not by run {then}; train on what is "
        "published now, or publish that run again from a backup"
    )
    with pytest.raises(DayError) as error:
        Lake(lake).days(D3, runs=runs)
    run = record(lake, "training", D3)["run"]
    assert str(error.value) == (
        f"Cannot read training of {D3}: the runs asked for name none for it (it is published by run {run}); "
        "ask for its run too, or leave the day out"
    )
    state = TrainingRows(Lake(lake).days(D1, D2, source="training"), 10).state_dict()
    change(lake, "training", D2, run="a third")
    with pytest.raises(StateError) as stale:
        TrainingRows(Lake(lake).days(D1, D2, source="training"), 10).load_state_dict(state)
    assert str(stale.value) == (
        f"Cannot go on from this state: it is of run another of training {D2}, these rows are of run a third; read "
        "days(runs=state['runs']), or start anew"
    )


def test_a_day_that_is_replaced_while_it_is_read(lake: Path) -> None:
    rows = TrainingRows(Lake(lake).days(D1, source="training"), 100, window=1, lanes=1, threads=0)
    batches = iter(rows)
    next(batches)
    for file in (lake / "training" / f"dt={D1}").glob("*.parquet"):
        file.unlink()
    run = record(lake, "training", D1)["run"]
    change(lake, "training", D1, run="later")
    with pytest.raises(DayError) as error:
        list(batches)
    assert str(error.value) == (
        f"Cannot read training of {D1}: it was published again, by run later, while run {run} of it was read; "
        "start the reading again"
    )


def test_a_file_with_other_rows(lake: Path) -> None:
    files = record(lake, "training", D1)["files"]
    change(lake, "training", D1, files=[{**files[0], "rows": 5}, *files[1:]])
    with pytest.raises(DayError, match=r"has \d+ rows, its record says 5; build the day again"):
        TrainingRows(Lake(lake).days(D1, source="training"))


def test_days_of_other_lengths(lake: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    for file in (lake / "training" / f"dt={D2}").glob("*.parquet"):
        table = pq.read_table(file, partitioning=None)
        for name in ("actions", "action_types"):
            short = pa.array([row[:7] for row in table[name].to_pylist()], table[name].type)
            table = table.set_column(table.schema.get_field_index(name), table.schema.field(name), short)
        pq.write_table(table, file)
    shop.record_again(lake / "training" / f"dt={D2}")
    with pytest.raises(DayError) as error:
        TrainingRows(Lake(lake).days(D1, D2, source="training"))
    assert str(error.value) == (
        f"Cannot read training of {D2}: its histories have 7 slots, those of {D1} have 1000; "
        "build it again with the same history.length"
    )


def test_histories_alone_do_not_say_how_long_they_may_be(lake: Path) -> None:
    shutil.rmtree(lake / "training")
    with pytest.raises(ReaderError, match=r"pass length=1000, or what history.length of your pipeline.yaml is"):
        TrainingRows(Lake(lake).days(D1))
    assert TrainingRows(Lake(lake).days(D1), length=1200).numpy().histories.shape[1] == 1200


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ((D2, D1), f"Cannot read days from {D2} to {D1}: the first is after the last"),
        (("today",), "Cannot read the day 'today': it is not a day such as 2025-08-14"),
        ((), "Cannot read days: say which, as days('2025-08-01', '2025-08-14')"),
    ],
)
def test_days_that_are_none(given: tuple[str, ...], message: str, wide: Path) -> None:
    with pytest.raises(ReaderError) as error:
        Lake(wide).days(*given)
    assert str(error.value) == message


def test_a_lake_that_is_nowhere(tmp_path: Path) -> None:
    with pytest.raises(DayError, match="it is not published; build it"):
        Lake(tmp_path / "none").days(D1)
    with pytest.raises(ReaderError, match="Cannot open the lake odd://x: "):
        Lake("odd://x")
    with pytest.raises(ReaderError, match="no day of them is published"):
        Lake(tmp_path).days(D1, D2, missing="skip")


def test_files_lie_where_the_record_says(lake: Path) -> None:
    file, moved = a_file(lake, "training", D1), f"_runs/r/dt={D1}"
    (lake / "training" / moved).mkdir(parents=True)
    for each in file.parent.glob("*.parquet"):
        each.rename(lake / "training" / moved / each.name)
    change(lake, "training", D1, folder=moved)
    found = Record.read(Storage(lake), "training", D1)
    assert found is not None
    assert found.files
    assert all((lake / each.name).is_file() for each in found.files)

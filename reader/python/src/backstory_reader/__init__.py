"""Backstory's published days as batches for training."""

from backstory_reader.batch import Batch
from backstory_reader.days import Days
from backstory_reader.describe import DayFigures, describe
from backstory_reader.errors import DayError, LeakError, ReaderError, StateError
from backstory_reader.lake import Lake
from backstory_reader.rows import TrainingRows
from backstory_reader.splits import check_apart, order_weight, split_customers, with_negatives
from backstory_reader.vocabulary import Buckets, Vocabulary

__all__ = [
    "Batch",
    "Buckets",
    "DayError",
    "DayFigures",
    "Days",
    "Lake",
    "LeakError",
    "ReaderError",
    "StateError",
    "TrainingRows",
    "Vocabulary",
    "check_apart",
    "describe",
    "order_weight",
    "split_customers",
    "with_negatives",
]

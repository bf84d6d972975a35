"""Runs under a real API server, scheduler and DAG processor, of real Spark jobs, in small lakes."""

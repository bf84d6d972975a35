-- What the rows of another job (${job}, Parquet: dt, ranking_id, customer_id, item, actions, types) have differently
-- from the training rows of a lake (${lake}). Histories are compared as sets with counts: their order is not looked at,
-- since the other job may not have one.
CREATE OR REPLACE TEMPORARY VIEW theirs USING parquet OPTIONS (path '${job}');
CREATE OR REPLACE TEMPORARY VIEW ours USING parquet OPTIONS (path '${lake}/training');

WITH ours_by_item AS (
  SELECT cast(dt AS date) AS dt, ranking_id, customer_id, impression_item_id AS item, count(*) AS rows,
    max(history_length) AS length,
    max(array_sort(zip_with(slice(actions, 1, history_length), slice(action_types, 1, history_length),
      (item, type) -> concat(item, ':', type)))) AS history
  FROM ours GROUP BY ALL
),
theirs_by_item AS (
  SELECT cast(dt AS date) AS dt, ranking_id, customer_id, item, count(*) AS rows,
    max(array_sort(zip_with(actions, types, (item, type) -> concat(item, ':', type)))) AS history
  FROM theirs GROUP BY ALL
),
compared AS (
  SELECT dt, customer_id, greatest(coalesce(o.rows, 0), coalesce(t.rows, 0)) AS rows,
    CASE
      WHEN t.rows IS NULL AND o.length = 0 THEN '1 lost by the job: a customer without a history'
      WHEN t.rows IS NULL THEN '2 lost by the job: other rows'
      WHEN o.rows IS NULL THEN '3 only in the job'
      WHEN o.rows <> t.rows THEN '4 another number of rows'
      WHEN o.history = t.history THEN '0 the same actions'
      WHEN size(t.history) > size(o.history) THEN '5 more actions in the job'
      WHEN size(t.history) < size(o.history) THEN '6 fewer actions in the job'
      ELSE '7 other actions in the job'
    END AS found
  FROM ours_by_item o FULL JOIN theirs_by_item t USING (dt, ranking_id, customer_id, item)
)
SELECT substr(found, 3) AS found, sum(rows) AS rows,
  concat('dt ', min(struct(dt, customer_id)).dt, ', customer ', min(struct(dt, customer_id)).customer_id) AS first
FROM compared
GROUP BY found
ORDER BY compared.found

-- A job as many a team writes it first: number each customer's actions behind each item shown, newest first, keep
-- 1,000, and collect them. docs/from-pyspark.md says what is wrong with it. ${raw} is the folder of raw events.
CREATE OR REPLACE TEMPORARY VIEW clicks USING json OPTIONS (path '${raw}/clicks');
CREATE OR REPLACE TEMPORARY VIEW carts USING csv OPTIONS (path '${raw}/carts', header 'true');
CREATE OR REPLACE TEMPORARY VIEW orders USING csv OPTIONS (path '${raw}/orders', header 'true');
CREATE OR REPLACE TEMPORARY VIEW impressions USING json OPTIONS (path '${raw}/impressions');

WITH actions AS (
  SELECT customer_id, item_id, to_timestamp(click_time) AS time, 1 AS type FROM clicks
  UNION ALL
  SELECT customer_id, config_id, to_timestamp(occurred_at), 2 FROM carts
  UNION ALL
  SELECT customer_id, config_id, to_timestamp(occurred_at), 3 FROM orders
),
shown AS (
  SELECT dt, ranking_id, customer_id, impression.item_id AS item, impression.is_order AS label
  FROM impressions LATERAL VIEW explode(impressions) AS impression
),
ranked AS (
  SELECT shown.*, actions.item_id AS action, actions.type,
    row_number() OVER (PARTITION BY ranking_id, item ORDER BY time DESC) AS slot
  FROM shown JOIN actions ON actions.customer_id = shown.customer_id AND to_date(actions.time) < shown.dt
)
SELECT dt, ranking_id, customer_id, item, label,
  collect_list(cast(action AS bigint)) AS actions, collect_list(type) AS types
FROM ranked
WHERE slot <= 1000
GROUP BY dt, ranking_id, customer_id, item, label

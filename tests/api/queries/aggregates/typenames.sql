SELECT json_build_object('__typename'::text, 'OrderConnection'::text, 'aggregate'::text, (SELECT row_to_json(t$5) AS row_to_json_1 
FROM (SELECT 'OrderAggregate'::text AS "__typename", json_build_object('__typename'::text, 'OrderNumbers'::text) AS "sum", json_build_object('__typename'::text, 'OrderExtremes'::text, 'total'::text, CASE WHEN (min(t$1.total_currency) = max(t$1.total_currency)) THEN json_build_object('__typename'::text, 'Money'::text) END) AS "min", (SELECT coalesce(json_agg(t$4), '[]'::json) AS coalesce_1 
FROM (SELECT 'OrderGroup'::text AS "__typename", json_build_object('__typename'::text, 'OrderDistinct'::text, 'customer'::text, count(DISTINCT t$3.customer_id)) AS "countDistinct" 
FROM (SELECT t$2.customer_id AS customer_id, t$2.status AS _key0 
FROM "order" AS t$2 
WHERE t$2.tenant_id = $1::UUID) AS t$3 GROUP BY t$3._key0 ORDER BY t$3._key0 ASC NULLS LAST 
 LIMIT 1) AS t$4) AS "groupBy" 
FROM (SELECT t$0.total_minor AS total_minor, t$0.total_currency AS total_currency 
FROM "order" AS t$0 
WHERE t$0.tenant_id = $1::UUID) AS t$1 
HAVING true) AS t$5)) AS f0, json_build_object('aggregate'::text, json_build_object('__typename'::text, 'OrderAggregate'::text)) AS f1, json_build_object('aggregate'::text, (SELECT row_to_json(t$8) AS row_to_json_2 
FROM (SELECT json_build_object('__typename'::text, 'OrderNumbers'::text) AS "sum" 
FROM (SELECT 1 AS one 
FROM "order" AS t$6 
WHERE t$6.tenant_id = $1::UUID) AS t$7 
HAVING true) AS t$8)) AS f2

SELECT json_build_object('totalCount'::text, (SELECT count(*) AS count_1 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID), 'nodes'::text, (SELECT coalesce(json_agg(t$9), '[]'::json) AS coalesce_1 
FROM (SELECT t$1.name AS "name", (SELECT row_to_json(t$8) AS row_to_json_1 
FROM (SELECT coalesce(json_agg(json_build_object('node'::text, (SELECT row_to_json(t$4) AS row_to_json_2 
FROM (SELECT t$3.status AS "status") AS t$4)) ORDER BY t$3._place) FILTER (WHERE t$3._place <= 1), '[]'::json) AS "edges", json_build_object('hasNextPage'::text, count(*) > 1) AS "pageInfo", (SELECT row_to_json(t$7) AS row_to_json_3 
FROM (SELECT count(*) AS "count" 
FROM (SELECT 1 AS one 
FROM "order" AS t$5 
WHERE t$5.tenant_id = $1::UUID AND t$5.customer_id = t$1.id) AS t$6 
HAVING true) AS t$7) AS "aggregate" 
FROM (SELECT row_number() OVER (ORDER BY t$2.id ASC) AS _place, t$2.tenant_id AS tenant_id, t$2.id AS id, t$2.external_id AS external_id, t$2.created_at AS created_at, t$2.updated_at AS updated_at, t$2.version AS version, t$2.status AS status, t$2.placed_at AS placed_at, t$2.total_minor AS total_minor, t$2.total_currency AS total_currency, t$2.channel AS channel, t$2.return_reason AS return_reason, t$2.customer_id AS customer_id, t$2.original_id AS original_id 
FROM "order" AS t$2 
WHERE t$2.tenant_id = $1::UUID AND t$2.customer_id = t$1.id ORDER BY t$2.id ASC 
 LIMIT 2) AS t$3 
HAVING true) AS t$8) AS "orders" 
FROM customer AS t$1 
WHERE t$1.tenant_id = $1::UUID ORDER BY t$1.name_folded ASC, t$1.id ASC 
 LIMIT 1) AS t$9), 'aggregate'::text, (SELECT row_to_json(t$12) AS row_to_json_4 
FROM (SELECT count(*) AS "count", json_build_object('birthDate'::text, min(t$11.birth_date), 'name'::text, min(t$11.name)) AS "min", json_build_object('birthDate'::text, max(t$11.birth_date)) AS "max" 
FROM (SELECT t$10.birth_date AS birth_date, t$10.name AS name 
FROM customer AS t$10 
WHERE t$10.tenant_id = $1::UUID AND t$10.kind = $2::VARCHAR COLLATE "C") AS t$11 
HAVING true) AS t$12)) AS f0

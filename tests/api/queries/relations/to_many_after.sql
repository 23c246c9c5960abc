SELECT (SELECT row_to_json(t6) AS row_to_json_1 
FROM (SELECT (SELECT row_to_json(t5) AS row_to_json_2 
FROM (SELECT coalesce(json_agg(json_build_object('cursor'::text, translate(encode(convert_to(CAST(json_build_array('id+>'::text, t2.id) AS TEXT), 'UTF8'), 'base64'), E'+/\n=', '-_'), 'node'::text, (SELECT row_to_json(t3) AS row_to_json_3 
FROM (SELECT t2.external_id AS "externalId") AS t3)) ORDER BY t2._place) FILTER (WHERE t2._place <= 2), '[]'::json) AS "edges", json_build_object('hasNextPage'::text, count(*) > 2, 'hasPreviousPage'::text, EXISTS (SELECT 1 
FROM "order" AS t4 
WHERE t4.tenant_id = $1::UUID AND t4.customer_id = t0.id AND ((t4.id) > ($2::UUID)) IS NOT true)) AS "pageInfo" 
FROM (SELECT row_number() OVER (ORDER BY t1.id ASC) AS _place, t1.tenant_id AS tenant_id, t1.id AS id, t1.external_id AS external_id, t1.created_at AS created_at, t1.updated_at AS updated_at, t1.version AS version, t1.status AS status, t1.placed_at AS placed_at, t1.total_minor AS total_minor, t1.total_currency AS total_currency, t1.customer_id AS customer_id 
FROM "order" AS t1 
WHERE t1.tenant_id = $1::UUID AND t1.customer_id = t0.id AND (t1.id) > ($3::UUID) ORDER BY t1.id ASC 
 LIMIT 3) AS t2 
HAVING true) AS t5) AS "orders" 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID AND t0.external_id = $4::VARCHAR COLLATE "C") AS t6) AS f0

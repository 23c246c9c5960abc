SELECT (SELECT row_to_json(t$6) AS row_to_json_1 
FROM (SELECT (SELECT row_to_json(t$5) AS row_to_json_2 
FROM (SELECT coalesce(json_agg(json_build_object('cursor'::text, translate(encode(convert_to(CAST(json_build_array('id+>'::text, t$2.id) AS TEXT), 'UTF8'), 'base64'), E'+/\n=', '-_'), 'node'::text, (SELECT row_to_json(t$3) AS row_to_json_3 
FROM (SELECT t$2.external_id AS "externalId") AS t$3)) ORDER BY t$2._place) FILTER (WHERE t$2._place <= 2), '[]'::json) AS "edges", json_build_object('hasNextPage'::text, count(*) > 2, 'hasPreviousPage'::text, EXISTS (SELECT 1 
FROM "order" AS t$4 
WHERE t$4.tenant_id = $1::UUID AND t$4.customer_id = t$0.id AND ((t$4.id) > ($2::UUID)) IS NOT true)) AS "pageInfo" 
FROM (SELECT row_number() OVER (ORDER BY t$1.id ASC) AS _place, t$1.tenant_id AS tenant_id, t$1.id AS id, t$1.external_id AS external_id, t$1.created_at AS created_at, t$1.updated_at AS updated_at, t$1.version AS version, t$1.status AS status, t$1.placed_at AS placed_at, t$1.total_minor AS total_minor, t$1.total_currency AS total_currency, t$1.channel AS channel, t$1.return_reason AS return_reason, t$1.customer_id AS customer_id, t$1.original_id AS original_id 
FROM "order" AS t$1 
WHERE t$1.tenant_id = $1::UUID AND t$1.customer_id = t$0.id AND (t$1.id) > ($3::UUID) ORDER BY t$1.id ASC 
 LIMIT 3) AS t$2 
HAVING true) AS t$5) AS "orders" 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID AND t$0.external_id = $4::VARCHAR COLLATE "C") AS t$6) AS f0

SELECT (SELECT row_to_json(t$5) AS row_to_json_1 
FROM (SELECT json_build_object('aggregate'::text, (SELECT row_to_json(t$3) AS row_to_json_2 
FROM (SELECT count(*) AS "count" 
FROM (SELECT 1 AS one 
FROM "order" AS t$1 
WHERE t$1.tenant_id = $1::UUID AND t$1.customer_id = t$0.id) AS t$2 
HAVING true) AS t$3), 'totalCount'::text, (SELECT count(*) AS count_1 
FROM "order" AS t$4 
WHERE t$4.tenant_id = $1::UUID AND t$4.customer_id = t$0.id)) AS "orders" 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID AND t$0.external_id = $2::VARCHAR COLLATE "C") AS t$5) AS f0

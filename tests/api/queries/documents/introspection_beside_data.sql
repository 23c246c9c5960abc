SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$1), '[]'::json) AS coalesce_1 
FROM (SELECT t$0.name AS "name" 
FROM tag AS t$0 
WHERE t$0.tenant_id = $1::UUID ORDER BY t$0.id ASC 
 LIMIT 1) AS t$1)) AS f0, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$3), '[]'::json) AS coalesce_2 
FROM (SELECT t$2.name AS "name" 
FROM product AS t$2 
WHERE t$2.tenant_id = $1::UUID ORDER BY t$2.id ASC 
 LIMIT 1) AS t$3)) AS f1

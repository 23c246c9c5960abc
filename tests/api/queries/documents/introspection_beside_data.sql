SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t1), '[]'::json) AS coalesce_1 
FROM (SELECT t0.name AS "name" 
FROM tag AS t0 
WHERE t0.tenant_id = $1::UUID ORDER BY t0.id ASC 
 LIMIT 1) AS t1)) AS f0, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t3), '[]'::json) AS coalesce_2 
FROM (SELECT t2.name AS "name" 
FROM product AS t2 
WHERE t2.tenant_id = $1::UUID ORDER BY t2.id ASC 
 LIMIT 1) AS t3)) AS f1

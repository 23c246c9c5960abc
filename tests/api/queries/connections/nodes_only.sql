SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t1), '[]'::json) AS coalesce_1 
FROM (SELECT t0.name AS "name", t0.colour AS "colour" 
FROM tag AS t0 
WHERE t0.tenant_id = $1::UUID ORDER BY t0.id ASC 
 LIMIT 20) AS t1)) AS f0

SELECT (SELECT row_to_json(t1) AS row_to_json_1 
FROM (SELECT t0.name AS "name" 
FROM tag AS t0 
WHERE t0.tenant_id = $1::UUID AND t0.external_id = $2::VARCHAR COLLATE "C") AS t1) AS f0, (SELECT row_to_json(t3) AS row_to_json_2 
FROM (SELECT t2.name AS "name" 
FROM tag AS t2 
WHERE t2.tenant_id = $1::UUID AND t2.external_id = $3::VARCHAR COLLATE "C") AS t3) AS f1, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t5), '[]'::json) AS coalesce_1 
FROM (SELECT t4.external_id AS "externalId" 
FROM tag AS t4 
WHERE t4.tenant_id = $1::UUID ORDER BY t4.id ASC 
 LIMIT 20) AS t5)) AS f2

SELECT (SELECT row_to_json(t$1) AS row_to_json_1 
FROM (SELECT t$0.name AS "name" 
FROM tag AS t$0 
WHERE t$0.tenant_id = $1::UUID AND t$0.external_id = $2::VARCHAR COLLATE "C") AS t$1) AS f0, (SELECT row_to_json(t$3) AS row_to_json_2 
FROM (SELECT t$2.name AS "name" 
FROM tag AS t$2 
WHERE t$2.tenant_id = $1::UUID AND t$2.external_id = $3::VARCHAR COLLATE "C") AS t$3) AS f1, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$5), '[]'::json) AS coalesce_1 
FROM (SELECT t$4.external_id AS "externalId" 
FROM tag AS t$4 
WHERE t$4.tenant_id = $1::UUID ORDER BY t$4.id ASC 
 LIMIT 20) AS t$5)) AS f2

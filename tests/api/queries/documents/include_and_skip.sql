SELECT (SELECT row_to_json(t1) AS row_to_json_1 
FROM (SELECT t0.name AS "name", t0.phone AS "phone" 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID AND t0.external_id = $2::VARCHAR COLLATE "C") AS t1) AS f0

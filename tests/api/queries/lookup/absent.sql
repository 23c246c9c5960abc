SELECT (SELECT row_to_json(t1) AS row_to_json_1 
FROM (SELECT t0.name AS "name" 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID AND t0.external_id = $2::VARCHAR COLLATE "C") AS t1) AS f0, (SELECT row_to_json(t3) AS row_to_json_2 
FROM (SELECT t2.name AS "name" 
FROM product AS t2 
WHERE t2.tenant_id = $1::UUID AND t2.id = $3::UUID) AS t3) AS f1

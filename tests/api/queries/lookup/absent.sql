SELECT (SELECT row_to_json(t$1) AS row_to_json_1 
FROM (SELECT t$0.name AS "name" 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID AND t$0.external_id = $2::VARCHAR COLLATE "C") AS t$1) AS f0, (SELECT row_to_json(t$3) AS row_to_json_2 
FROM (SELECT t$2.name AS "name" 
FROM product AS t$2 
WHERE t$2.tenant_id = $1::UUID AND t$2.id = $3::UUID) AS t$3) AS f1

SELECT (SELECT row_to_json(t$1) AS row_to_json_1 
FROM (SELECT t$0.name AS "name", t$0.phone AS "phone" 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID AND t$0.external_id = $2::VARCHAR COLLATE "C") AS t$1) AS f0

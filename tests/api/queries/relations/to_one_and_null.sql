SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$3), '[]'::json) AS coalesce_1 
FROM (SELECT t$0.external_id AS "externalId", (SELECT row_to_json(t$2) AS row_to_json_1 
FROM (SELECT t$1.name AS "name", t$1.country AS "country" 
FROM company AS t$1 
WHERE t$1.tenant_id = $1::UUID AND t$1.id = t$0.company_id) AS t$2) AS "company" 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID ORDER BY t$0.id ASC 
 LIMIT 6) AS t$3)) AS f0

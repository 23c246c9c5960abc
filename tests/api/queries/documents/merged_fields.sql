SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$3), '[]'::json) AS coalesce_1 
FROM (SELECT t$0.name AS "name", (SELECT row_to_json(t$2) AS row_to_json_1 
FROM (SELECT t$1.name AS "name", t$1.city AS "city" 
FROM company AS t$1 
WHERE t$1.tenant_id = $1::UUID AND t$1.id = t$0.company_id) AS t$2) AS "company", t$0.email AS "email" 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID ORDER BY t$0.id ASC 
 LIMIT 1) AS t$3), 'totalCount'::text, (SELECT count(*) AS count_1 
FROM customer AS t$4 
WHERE t$4.tenant_id = $1::UUID)) AS f0

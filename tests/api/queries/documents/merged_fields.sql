SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t3), '[]'::json) AS coalesce_1 
FROM (SELECT t0.name AS "name", (SELECT row_to_json(t2) AS row_to_json_1 
FROM (SELECT t1.name AS "name", t1.city AS "city" 
FROM company AS t1 
WHERE t1.tenant_id = $1::UUID AND t1.id = t0.company_id) AS t2) AS "company", t0.email AS "email" 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID ORDER BY t0.id ASC 
 LIMIT 1) AS t3), 'totalCount'::text, (SELECT count(*) AS count_1 
FROM customer AS t4 
WHERE t4.tenant_id = $1::UUID)) AS f0

SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t3), '[]'::json) AS coalesce_1 
FROM (SELECT 'customer_' || CAST(t0.id AS TEXT) AS "id", t0.name AS "person", (SELECT row_to_json(t2) AS row_to_json_1 
FROM (SELECT 'company_' || CAST(t1.id AS TEXT) AS "id", t1.name AS "firm", t1.city AS "city" 
FROM company AS t1 
WHERE t1.tenant_id = $1::UUID AND t1.id = t0.company_id) AS t2) AS "company", t0.job_title AS "jobTitle" 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID ORDER BY t0.id ASC 
 LIMIT 1) AS t3), 'totalCount'::text, (SELECT count(*) AS count_1 
FROM customer AS t4 
WHERE t4.tenant_id = $1::UUID)) AS f0, (SELECT row_to_json(t6) AS row_to_json_2 
FROM (SELECT 'company_' || CAST(t5.id AS TEXT) AS "id", t5.name AS "firm", t5.industry AS "industry" 
FROM company AS t5 
WHERE t5.tenant_id = $1::UUID AND t5.id = $2::UUID) AS t6) AS f1

SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$3), '[]'::json) AS coalesce_1 
FROM (SELECT 'customer_' || CAST(t$0.id AS TEXT) AS "id", t$0.name AS "person", (SELECT row_to_json(t$2) AS row_to_json_1 
FROM (SELECT 'company_' || CAST(t$1.id AS TEXT) AS "id", t$1.name AS "firm", t$1.city AS "city" 
FROM company AS t$1 
WHERE t$1.tenant_id = $1::UUID AND t$1.id = t$0.company_id) AS t$2) AS "company", t$0.job_title AS "jobTitle" 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID ORDER BY t$0.id ASC 
 LIMIT 1) AS t$3), 'totalCount'::text, (SELECT count(*) AS count_1 
FROM customer AS t$4 
WHERE t$4.tenant_id = $1::UUID)) AS f0, (SELECT row_to_json(t$6) AS row_to_json_2 
FROM (SELECT 'company_' || CAST(t$5.id AS TEXT) AS "id", t$5.name AS "firm", t$5.industry AS "industry" 
FROM company AS t$5 
WHERE t$5.tenant_id = $1::UUID AND t$5.id = $2::UUID) AS t$6) AS f1

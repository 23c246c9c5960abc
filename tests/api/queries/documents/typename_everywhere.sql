SELECT (SELECT row_to_json(t10) AS row_to_json_1 
FROM (SELECT 'CustomerConnection'::text AS "__typename", coalesce(json_agg(json_build_object('__typename'::text, 'CustomerEdge'::text, 'node'::text, (SELECT row_to_json(t9) AS row_to_json_2 
FROM (SELECT 'Customer'::text AS "__typename", (SELECT row_to_json(t3) AS row_to_json_3 
FROM (SELECT 'Company'::text AS "kind" 
FROM company AS t2 
WHERE t2.tenant_id = $1::UUID AND t2.id = t1.company_id) AS t3) AS "company", (SELECT coalesce(json_agg(t6), '[]'::json) AS coalesce_1 
FROM (SELECT 'Tag'::text AS "__typename" 
FROM tag AS t4 
WHERE t4.tenant_id = $1::UUID AND t4.id IN (SELECT t5.tag_id 
FROM customer_tag AS t5 
WHERE t5.tenant_id = $1::UUID AND t5.customer_id = t1.id) ORDER BY t4.id ASC 
 LIMIT 100) AS t6) AS "tags", json_build_object('__typename'::text, 'OrderConnection'::text, 'nodes'::text, (SELECT coalesce(json_agg(t8), '[]'::json) AS coalesce_2 
FROM (SELECT json_build_object('__typename'::text, 'Money'::text, 'amount'::text, CAST(t7.total_minor * CASE WHEN (t7.total_currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF', 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND', 'CLF', 'UYW')) THEN CASE WHEN (t7.total_currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF')) THEN 1 WHEN (t7.total_currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND')) THEN 0.001 WHEN (t7.total_currency IN ('CLF', 'UYW')) THEN 0.0001 END ELSE 0.01 END AS TEXT)) AS "total" 
FROM "order" AS t7 
WHERE t7.tenant_id = $1::UUID AND t7.customer_id = t1.id ORDER BY t7.id ASC 
 LIMIT 1) AS t8)) AS "orders") AS t9)) ORDER BY t1._place) FILTER (WHERE t1._place <= 1), '[]'::json) AS "edges", json_build_object('__typename'::text, 'PageInfo'::text, 'hasNextPage'::text, count(*) > 1) AS "pageInfo" 
FROM (SELECT row_number() OVER (ORDER BY t0.id ASC) AS _place, t0.tenant_id AS tenant_id, t0.id AS id, t0.external_id AS external_id, t0.created_at AS created_at, t0.updated_at AS updated_at, t0.version AS version, t0.kind AS kind, t0.stage AS stage, t0.name AS name, t0.name_folded AS name_folded, t0.given_name AS given_name, t0.family_name AS family_name, t0.family_name_folded AS family_name_folded, t0.email AS email, t0.email_folded AS email_folded, t0.phone AS phone, t0.birth_date AS birth_date, t0.gender AS gender, t0.street AS street, t0.city AS city, t0.region AS region, t0.postal_code AS postal_code, t0.country AS country, t0.language AS language, t0.job_title AS job_title, t0.industry AS industry, t0.company_id AS company_id 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID ORDER BY t0.id ASC 
 LIMIT 2) AS t1 
HAVING true) AS t10) AS f0, json_build_object('__typename'::text, 'TagConnection'::text, 'totalCount'::text, (SELECT count(*) AS count_1 
FROM tag AS t11 
WHERE t11.tenant_id = $1::UUID)) AS f1, (SELECT row_to_json(t13) AS row_to_json_4 
FROM (SELECT 'Product'::text AS "__typename" 
FROM product AS t12 
WHERE t12.tenant_id = $1::UUID AND t12.id = $2::UUID) AS t13) AS f2

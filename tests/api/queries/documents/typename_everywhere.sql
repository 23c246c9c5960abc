SELECT (SELECT row_to_json(t$10) AS row_to_json_1 
FROM (SELECT 'CustomerConnection'::text AS "__typename", coalesce(json_agg(json_build_object('__typename'::text, 'CustomerEdge'::text, 'node'::text, (SELECT row_to_json(t$9) AS row_to_json_2 
FROM (SELECT 'Customer'::text AS "__typename", (SELECT row_to_json(t$3) AS row_to_json_3 
FROM (SELECT 'Company'::text AS "kind" 
FROM company AS t$2 
WHERE t$2.tenant_id = $1::UUID AND t$2.id = t$1.company_id) AS t$3) AS "company", (SELECT coalesce(json_agg(t$6), '[]'::json) AS coalesce_1 
FROM (SELECT 'Tag'::text AS "__typename" 
FROM tag AS t$4 
WHERE t$4.tenant_id = $1::UUID AND t$4.id IN (SELECT t$5.tag_id 
FROM customer_tag AS t$5 
WHERE t$5.tenant_id = $1::UUID AND t$5.customer_id = t$1.id) ORDER BY t$4.id ASC 
 LIMIT 100) AS t$6) AS "tags", json_build_object('__typename'::text, 'OrderConnection'::text, 'nodes'::text, (SELECT coalesce(json_agg(t$8), '[]'::json) AS coalesce_2 
FROM (SELECT json_build_object('__typename'::text, 'Money'::text, 'amount'::text, CAST(t$7.total_minor * CASE WHEN (t$7.total_currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF', 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND', 'CLF', 'UYW')) THEN CASE WHEN (t$7.total_currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF')) THEN 1 WHEN (t$7.total_currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND')) THEN 0.001 WHEN (t$7.total_currency IN ('CLF', 'UYW')) THEN 0.0001 END ELSE 0.01 END AS TEXT)) AS "total" 
FROM "order" AS t$7 
WHERE t$7.tenant_id = $1::UUID AND t$7.customer_id = t$1.id ORDER BY t$7.id ASC 
 LIMIT 1) AS t$8)) AS "orders") AS t$9)) ORDER BY t$1._place) FILTER (WHERE t$1._place <= 1), '[]'::json) AS "edges", json_build_object('__typename'::text, 'PageInfo'::text, 'hasNextPage'::text, count(*) > 1) AS "pageInfo" 
FROM (SELECT row_number() OVER (ORDER BY t$0.id ASC) AS _place, t$0.tenant_id AS tenant_id, t$0.id AS id, t$0.external_id AS external_id, t$0.created_at AS created_at, t$0.updated_at AS updated_at, t$0.version AS version, t$0.kind AS kind, t$0.stage AS stage, t$0.name AS name, t$0.name_folded AS name_folded, t$0.title AS title, t$0.given_name AS given_name, t$0.family_name AS family_name, t$0.family_name_folded AS family_name_folded, t$0.email AS email, t$0.email_folded AS email_folded, t$0.phone AS phone, t$0.birth_date AS birth_date, t$0.gender AS gender, t$0.street AS street, t$0.city AS city, t$0.region AS region, t$0.postal_code AS postal_code, t$0.country AS country, t$0.language AS language, t$0.job_title AS job_title, t$0.industry AS industry, t$0.company_id AS company_id 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID ORDER BY t$0.id ASC 
 LIMIT 2) AS t$1 
HAVING true) AS t$10) AS f0, json_build_object('__typename'::text, 'TagConnection'::text, 'totalCount'::text, (SELECT count(*) AS count_1 
FROM tag AS t$11 
WHERE t$11.tenant_id = $1::UUID)) AS f1, (SELECT row_to_json(t$13) AS row_to_json_4 
FROM (SELECT 'Product'::text AS "__typename" 
FROM product AS t$12 
WHERE t$12.tenant_id = $1::UUID AND t$12.id = $2::UUID) AS t$13) AS f2

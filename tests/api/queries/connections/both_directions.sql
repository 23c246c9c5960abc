SELECT (SELECT row_to_json(t4) AS row_to_json_1 
FROM (SELECT coalesce(json_agg((SELECT row_to_json(t2) AS row_to_json_2 
FROM (SELECT t1.external_id AS "externalId") AS t2) ORDER BY t1._place) FILTER (WHERE t1._place <= 2), '[]'::json) AS "nodes", json_build_object('hasNextPage'::text, count(*) > 2, 'hasPreviousPage'::text, EXISTS (SELECT 1 
FROM customer AS t3 
WHERE t3.tenant_id = $1::UUID AND ((t3.id) > ($2::UUID)) IS NOT true)) AS "pageInfo" 
FROM (SELECT row_number() OVER (ORDER BY t0.id ASC) AS _place, t0.tenant_id AS tenant_id, t0.id AS id, t0.external_id AS external_id, t0.created_at AS created_at, t0.updated_at AS updated_at, t0.version AS version, t0.kind AS kind, t0.stage AS stage, t0.name AS name, t0.name_folded AS name_folded, t0.given_name AS given_name, t0.family_name AS family_name, t0.family_name_folded AS family_name_folded, t0.email AS email, t0.email_folded AS email_folded, t0.phone AS phone, t0.birth_date AS birth_date, t0.gender AS gender, t0.street AS street, t0.city AS city, t0.region AS region, t0.postal_code AS postal_code, t0.country AS country, t0.language AS language, t0.job_title AS job_title, t0.industry AS industry, t0.company_id AS company_id 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID AND (t0.id) > ($3::UUID) ORDER BY t0.id ASC 
 LIMIT 3) AS t1 
HAVING true) AS t4) AS f0, (SELECT row_to_json(t9) AS row_to_json_3 
FROM (SELECT coalesce(json_agg((SELECT row_to_json(t7) AS row_to_json_4 
FROM (SELECT t6.external_id AS "externalId") AS t7) ORDER BY t6._place DESC) FILTER (WHERE t6._place <= 2), '[]'::json) AS "nodes", json_build_object('hasNextPage'::text, EXISTS (SELECT 1 
FROM customer AS t8 
WHERE t8.tenant_id = $1::UUID AND ((t8.id) < ($4::UUID)) IS NOT true), 'hasPreviousPage'::text, count(*) > 2) AS "pageInfo" 
FROM (SELECT row_number() OVER (ORDER BY t5.id DESC) AS _place, t5.tenant_id AS tenant_id, t5.id AS id, t5.external_id AS external_id, t5.created_at AS created_at, t5.updated_at AS updated_at, t5.version AS version, t5.kind AS kind, t5.stage AS stage, t5.name AS name, t5.name_folded AS name_folded, t5.given_name AS given_name, t5.family_name AS family_name, t5.family_name_folded AS family_name_folded, t5.email AS email, t5.email_folded AS email_folded, t5.phone AS phone, t5.birth_date AS birth_date, t5.gender AS gender, t5.street AS street, t5.city AS city, t5.region AS region, t5.postal_code AS postal_code, t5.country AS country, t5.language AS language, t5.job_title AS job_title, t5.industry AS industry, t5.company_id AS company_id 
FROM customer AS t5 
WHERE t5.tenant_id = $1::UUID AND (t5.id) < ($5::UUID) ORDER BY t5.id DESC 
 LIMIT 3) AS t6 
HAVING true) AS t9) AS f1, (SELECT row_to_json(t12) AS row_to_json_5 
FROM (SELECT json_build_object('hasNextPage'::text, count(*) > 12, 'hasPreviousPage'::text, false) AS "pageInfo" 
FROM (SELECT row_number() OVER (ORDER BY t10.id ASC) AS _place, t10.tenant_id AS tenant_id, t10.id AS id, t10.external_id AS external_id, t10.created_at AS created_at, t10.updated_at AS updated_at, t10.version AS version, t10.kind AS kind, t10.stage AS stage, t10.name AS name, t10.name_folded AS name_folded, t10.given_name AS given_name, t10.family_name AS family_name, t10.family_name_folded AS family_name_folded, t10.email AS email, t10.email_folded AS email_folded, t10.phone AS phone, t10.birth_date AS birth_date, t10.gender AS gender, t10.street AS street, t10.city AS city, t10.region AS region, t10.postal_code AS postal_code, t10.country AS country, t10.language AS language, t10.job_title AS job_title, t10.industry AS industry, t10.company_id AS company_id 
FROM customer AS t10 
WHERE t10.tenant_id = $1::UUID ORDER BY t10.id ASC 
 LIMIT 13) AS t11 
HAVING true) AS t12) AS f2, (SELECT row_to_json(t15) AS row_to_json_6 
FROM (SELECT json_build_object('hasNextPage'::text, false, 'hasPreviousPage'::text, count(*) > 11) AS "pageInfo" 
FROM (SELECT row_number() OVER (ORDER BY t13.id DESC) AS _place, t13.tenant_id AS tenant_id, t13.id AS id, t13.external_id AS external_id, t13.created_at AS created_at, t13.updated_at AS updated_at, t13.version AS version, t13.kind AS kind, t13.stage AS stage, t13.name AS name, t13.name_folded AS name_folded, t13.given_name AS given_name, t13.family_name AS family_name, t13.family_name_folded AS family_name_folded, t13.email AS email, t13.email_folded AS email_folded, t13.phone AS phone, t13.birth_date AS birth_date, t13.gender AS gender, t13.street AS street, t13.city AS city, t13.region AS region, t13.postal_code AS postal_code, t13.country AS country, t13.language AS language, t13.job_title AS job_title, t13.industry AS industry, t13.company_id AS company_id 
FROM customer AS t13 
WHERE t13.tenant_id = $1::UUID ORDER BY t13.id DESC 
 LIMIT 12) AS t14 
HAVING true) AS t15) AS f3

SELECT (SELECT row_to_json(t$4) AS row_to_json_1 
FROM (SELECT coalesce(json_agg((SELECT row_to_json(t$2) AS row_to_json_2 
FROM (SELECT t$1.external_id AS "externalId") AS t$2) ORDER BY t$1._place) FILTER (WHERE t$1._place <= 2), '[]'::json) AS "nodes", json_build_object('hasNextPage'::text, count(*) > 2, 'hasPreviousPage'::text, EXISTS (SELECT 1 
FROM customer AS t$3 
WHERE t$3.tenant_id = $1::UUID AND ((t$3.id) > ($2::UUID)) IS NOT true)) AS "pageInfo" 
FROM (SELECT row_number() OVER (ORDER BY t$0.id ASC) AS _place, t$0.tenant_id AS tenant_id, t$0.id AS id, t$0.external_id AS external_id, t$0.created_at AS created_at, t$0.updated_at AS updated_at, t$0.version AS version, t$0.kind AS kind, t$0.stage AS stage, t$0.name AS name, t$0.name_folded AS name_folded, t$0.title AS title, t$0.given_name AS given_name, t$0.family_name AS family_name, t$0.family_name_folded AS family_name_folded, t$0.email AS email, t$0.email_folded AS email_folded, t$0.phone AS phone, t$0.birth_date AS birth_date, t$0.gender AS gender, t$0.street AS street, t$0.city AS city, t$0.region AS region, t$0.postal_code AS postal_code, t$0.country AS country, t$0.language AS language, t$0.job_title AS job_title, t$0.industry AS industry, t$0.company_id AS company_id 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID AND (t$0.id) > ($3::UUID) ORDER BY t$0.id ASC 
 LIMIT 3) AS t$1 
HAVING true) AS t$4) AS f0, (SELECT row_to_json(t$9) AS row_to_json_3 
FROM (SELECT coalesce(json_agg((SELECT row_to_json(t$7) AS row_to_json_4 
FROM (SELECT t$6.external_id AS "externalId") AS t$7) ORDER BY t$6._place DESC) FILTER (WHERE t$6._place <= 2), '[]'::json) AS "nodes", json_build_object('hasNextPage'::text, EXISTS (SELECT 1 
FROM customer AS t$8 
WHERE t$8.tenant_id = $1::UUID AND ((t$8.id) < ($4::UUID)) IS NOT true), 'hasPreviousPage'::text, count(*) > 2) AS "pageInfo" 
FROM (SELECT row_number() OVER (ORDER BY t$5.id DESC) AS _place, t$5.tenant_id AS tenant_id, t$5.id AS id, t$5.external_id AS external_id, t$5.created_at AS created_at, t$5.updated_at AS updated_at, t$5.version AS version, t$5.kind AS kind, t$5.stage AS stage, t$5.name AS name, t$5.name_folded AS name_folded, t$5.title AS title, t$5.given_name AS given_name, t$5.family_name AS family_name, t$5.family_name_folded AS family_name_folded, t$5.email AS email, t$5.email_folded AS email_folded, t$5.phone AS phone, t$5.birth_date AS birth_date, t$5.gender AS gender, t$5.street AS street, t$5.city AS city, t$5.region AS region, t$5.postal_code AS postal_code, t$5.country AS country, t$5.language AS language, t$5.job_title AS job_title, t$5.industry AS industry, t$5.company_id AS company_id 
FROM customer AS t$5 
WHERE t$5.tenant_id = $1::UUID AND (t$5.id) < ($5::UUID) ORDER BY t$5.id DESC 
 LIMIT 3) AS t$6 
HAVING true) AS t$9) AS f1, (SELECT row_to_json(t$12) AS row_to_json_5 
FROM (SELECT json_build_object('hasNextPage'::text, count(*) > 12, 'hasPreviousPage'::text, false) AS "pageInfo" 
FROM (SELECT row_number() OVER (ORDER BY t$10.id ASC) AS _place, t$10.tenant_id AS tenant_id, t$10.id AS id, t$10.external_id AS external_id, t$10.created_at AS created_at, t$10.updated_at AS updated_at, t$10.version AS version, t$10.kind AS kind, t$10.stage AS stage, t$10.name AS name, t$10.name_folded AS name_folded, t$10.title AS title, t$10.given_name AS given_name, t$10.family_name AS family_name, t$10.family_name_folded AS family_name_folded, t$10.email AS email, t$10.email_folded AS email_folded, t$10.phone AS phone, t$10.birth_date AS birth_date, t$10.gender AS gender, t$10.street AS street, t$10.city AS city, t$10.region AS region, t$10.postal_code AS postal_code, t$10.country AS country, t$10.language AS language, t$10.job_title AS job_title, t$10.industry AS industry, t$10.company_id AS company_id 
FROM customer AS t$10 
WHERE t$10.tenant_id = $1::UUID ORDER BY t$10.id ASC 
 LIMIT 13) AS t$11 
HAVING true) AS t$12) AS f2, (SELECT row_to_json(t$15) AS row_to_json_6 
FROM (SELECT json_build_object('hasNextPage'::text, false, 'hasPreviousPage'::text, count(*) > 11) AS "pageInfo" 
FROM (SELECT row_number() OVER (ORDER BY t$13.id DESC) AS _place, t$13.tenant_id AS tenant_id, t$13.id AS id, t$13.external_id AS external_id, t$13.created_at AS created_at, t$13.updated_at AS updated_at, t$13.version AS version, t$13.kind AS kind, t$13.stage AS stage, t$13.name AS name, t$13.name_folded AS name_folded, t$13.title AS title, t$13.given_name AS given_name, t$13.family_name AS family_name, t$13.family_name_folded AS family_name_folded, t$13.email AS email, t$13.email_folded AS email_folded, t$13.phone AS phone, t$13.birth_date AS birth_date, t$13.gender AS gender, t$13.street AS street, t$13.city AS city, t$13.region AS region, t$13.postal_code AS postal_code, t$13.country AS country, t$13.language AS language, t$13.job_title AS job_title, t$13.industry AS industry, t$13.company_id AS company_id 
FROM customer AS t$13 
WHERE t$13.tenant_id = $1::UUID ORDER BY t$13.id DESC 
 LIMIT 12) AS t$14 
HAVING true) AS t$15) AS f3

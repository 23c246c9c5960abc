SELECT (SELECT row_to_json(t$5) AS row_to_json_1 
FROM (SELECT coalesce(json_agg((SELECT row_to_json(t$2) AS row_to_json_2 
FROM (SELECT t$1.external_id AS "externalId") AS t$2) ORDER BY t$1._place) FILTER (WHERE t$1._place <= 2), '[]'::json) AS "nodes", json_build_object('hasNextPage'::text, count(*) > 2, 'hasPreviousPage'::text, EXISTS (SELECT 1 
FROM customer AS t$3 
WHERE t$3.tenant_id = $1::UUID AND ((t$3.id) > ($2::UUID)) IS NOT true)) AS "pageInfo", (SELECT count(*) AS count_1 
FROM customer AS t$4 
WHERE t$4.tenant_id = $1::UUID) AS "totalCount" 
FROM (SELECT row_number() OVER (ORDER BY t$0.id ASC) AS _place, t$0.tenant_id AS tenant_id, t$0.id AS id, t$0.external_id AS external_id, t$0.created_at AS created_at, t$0.updated_at AS updated_at, t$0.version AS version, t$0.kind AS kind, t$0.stage AS stage, t$0.name AS name, t$0.name_folded AS name_folded, t$0.title AS title, t$0.given_name AS given_name, t$0.family_name AS family_name, t$0.family_name_folded AS family_name_folded, t$0.email AS email, t$0.email_folded AS email_folded, t$0.phone AS phone, t$0.birth_date AS birth_date, t$0.gender AS gender, t$0.street AS street, t$0.city AS city, t$0.region AS region, t$0.postal_code AS postal_code, t$0.country AS country, t$0.language AS language, t$0.job_title AS job_title, t$0.industry AS industry, t$0.company_id AS company_id 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID AND (t$0.id) > ($3::UUID) AND (t$0.id) < ($4::UUID) ORDER BY t$0.id ASC 
 LIMIT 3) AS t$1 
HAVING true) AS t$5) AS f0

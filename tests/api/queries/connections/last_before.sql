SELECT (SELECT row_to_json(t5) AS row_to_json_1 
FROM (SELECT coalesce(json_agg(json_build_object('cursor'::text, translate(encode(convert_to(CAST(json_build_array('id+>'::text, t1.id) AS TEXT), 'UTF8'), 'base64'), E'+/\n=', '-_'), 'node'::text, (SELECT row_to_json(t2) AS row_to_json_2 
FROM (SELECT t1.external_id AS "externalId") AS t2)) ORDER BY t1._place DESC) FILTER (WHERE t1._place <= 3), '[]'::json) AS "edges", coalesce(json_agg((SELECT row_to_json(t3) AS row_to_json_3 
FROM (SELECT t1.external_id AS "externalId") AS t3) ORDER BY t1._place DESC) FILTER (WHERE t1._place <= 3), '[]'::json) AS "nodes", json_build_object('hasNextPage'::text, EXISTS (SELECT 1 
FROM customer AS t4 
WHERE t4.tenant_id = $1::UUID AND ((t4.id) < ($2::UUID)) IS NOT true), 'hasPreviousPage'::text, count(*) > 3, 'startCursor'::text, (array_agg(translate(encode(convert_to(CAST(json_build_array('id+>'::text, t1.id) AS TEXT), 'UTF8'), 'base64'), E'+/\n=', '-_') ORDER BY t1._place DESC) FILTER (WHERE t1._place <= 3))[1], 'endCursor'::text, (array_agg(translate(encode(convert_to(CAST(json_build_array('id+>'::text, t1.id) AS TEXT), 'UTF8'), 'base64'), E'+/\n=', '-_') ORDER BY t1._place) FILTER (WHERE t1._place <= 3))[1]) AS "pageInfo" 
FROM (SELECT row_number() OVER (ORDER BY t0.id DESC) AS _place, t0.tenant_id AS tenant_id, t0.id AS id, t0.external_id AS external_id, t0.created_at AS created_at, t0.updated_at AS updated_at, t0.version AS version, t0.kind AS kind, t0.stage AS stage, t0.name AS name, t0.name_folded AS name_folded, t0.given_name AS given_name, t0.family_name AS family_name, t0.family_name_folded AS family_name_folded, t0.email AS email, t0.email_folded AS email_folded, t0.phone AS phone, t0.birth_date AS birth_date, t0.gender AS gender, t0.street AS street, t0.city AS city, t0.region AS region, t0.postal_code AS postal_code, t0.country AS country, t0.language AS language, t0.job_title AS job_title, t0.industry AS industry, t0.company_id AS company_id 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID AND (t0.id) < ($3::UUID) ORDER BY t0.id DESC 
 LIMIT 4) AS t1 
HAVING true) AS t5) AS f0

SELECT (SELECT row_to_json(t4) AS row_to_json_1 
FROM (SELECT coalesce(json_agg(json_build_object('cursor'::text, translate(encode(convert_to(CAST(json_build_array('country+<,id+>'::text, t1.country, t1.id) AS TEXT), 'UTF8'), 'base64'), E'+/\n=', '-_'), 'node'::text, (SELECT row_to_json(t2) AS row_to_json_2 
FROM (SELECT t1.external_id AS "externalId", t1.country AS "country") AS t2)) ORDER BY t1._place) FILTER (WHERE t1._place <= 4), '[]'::json) AS "edges", json_build_object('hasPreviousPage'::text, EXISTS (SELECT 1 
FROM customer AS t3 
WHERE t3.tenant_id = $1::UUID AND (t3.country > $2::VARCHAR COLLATE "C" OR t3.country IS NOT NULL AND $2::VARCHAR COLLATE "C" IS NULL OR t3.country IS NOT DISTINCT FROM $2::VARCHAR COLLATE "C" AND t3.id > $3::UUID) IS NOT true), 'hasNextPage'::text, count(*) > 4) AS "pageInfo" 
FROM (SELECT row_number() OVER (ORDER BY t0.country ASC NULLS FIRST, t0.id ASC) AS _place, t0.tenant_id AS tenant_id, t0.id AS id, t0.external_id AS external_id, t0.created_at AS created_at, t0.updated_at AS updated_at, t0.version AS version, t0.kind AS kind, t0.stage AS stage, t0.name AS name, t0.name_folded AS name_folded, t0.given_name AS given_name, t0.family_name AS family_name, t0.family_name_folded AS family_name_folded, t0.email AS email, t0.email_folded AS email_folded, t0.phone AS phone, t0.birth_date AS birth_date, t0.gender AS gender, t0.street AS street, t0.city AS city, t0.region AS region, t0.postal_code AS postal_code, t0.country AS country, t0.language AS language, t0.job_title AS job_title, t0.industry AS industry, t0.company_id AS company_id 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID AND (t0.country > $4::VARCHAR COLLATE "C" OR t0.country IS NOT NULL AND $4::VARCHAR COLLATE "C" IS NULL OR t0.country IS NOT DISTINCT FROM $4::VARCHAR COLLATE "C" AND t0.id > $5::UUID) ORDER BY t0.country ASC NULLS FIRST, t0.id ASC 
 LIMIT 5) AS t1 
HAVING true) AS t4) AS f0

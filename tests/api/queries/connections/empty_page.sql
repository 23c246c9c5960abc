SELECT (SELECT row_to_json(t4) AS row_to_json_1 
FROM (SELECT coalesce(json_agg((SELECT row_to_json(t2) AS row_to_json_2 
FROM (SELECT t1.name AS "name") AS t2) ORDER BY t1._place) FILTER (WHERE t1._place <= 20), '[]'::json) AS "nodes", coalesce(json_agg(json_build_object('cursor'::text, translate(encode(convert_to(CAST(json_build_array('id+>'::text, t1.id) AS TEXT), 'UTF8'), 'base64'), E'+/\n=', '-_')) ORDER BY t1._place) FILTER (WHERE t1._place <= 20), '[]'::json) AS "edges", (SELECT count(*) AS count_1 
FROM customer AS t3 
WHERE t3.tenant_id = $1::UUID AND t3.name_folded = $2::VARCHAR COLLATE "C" AND t3.name = $3::VARCHAR COLLATE "C") AS "totalCount", json_build_object('hasNextPage'::text, count(*) > 20, 'hasPreviousPage'::text, false, 'startCursor'::text, (array_agg(translate(encode(convert_to(CAST(json_build_array('id+>'::text, t1.id) AS TEXT), 'UTF8'), 'base64'), E'+/\n=', '-_') ORDER BY t1._place) FILTER (WHERE t1._place <= 20))[1], 'endCursor'::text, (array_agg(translate(encode(convert_to(CAST(json_build_array('id+>'::text, t1.id) AS TEXT), 'UTF8'), 'base64'), E'+/\n=', '-_') ORDER BY t1._place DESC) FILTER (WHERE t1._place <= 20))[1]) AS "pageInfo" 
FROM (SELECT row_number() OVER (ORDER BY t0.id ASC) AS _place, t0.tenant_id AS tenant_id, t0.id AS id, t0.external_id AS external_id, t0.created_at AS created_at, t0.updated_at AS updated_at, t0.version AS version, t0.kind AS kind, t0.stage AS stage, t0.name AS name, t0.name_folded AS name_folded, t0.given_name AS given_name, t0.family_name AS family_name, t0.family_name_folded AS family_name_folded, t0.email AS email, t0.email_folded AS email_folded, t0.phone AS phone, t0.birth_date AS birth_date, t0.gender AS gender, t0.street AS street, t0.city AS city, t0.region AS region, t0.postal_code AS postal_code, t0.country AS country, t0.language AS language, t0.job_title AS job_title, t0.industry AS industry, t0.company_id AS company_id 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID AND t0.name_folded = $4::VARCHAR COLLATE "C" AND t0.name = $5::VARCHAR COLLATE "C" ORDER BY t0.id ASC 
 LIMIT 21) AS t1 
HAVING true) AS t4) AS f0, (SELECT row_to_json(t10) AS row_to_json_3 
FROM (SELECT coalesce(json_agg((SELECT row_to_json(t7) AS row_to_json_4 
FROM (SELECT t6.name AS "name") AS t7) ORDER BY t6._place) FILTER (WHERE t6._place <= 5), '[]'::json) AS "nodes", json_build_object('hasNextPage'::text, count(*) > 5, 'hasPreviousPage'::text, EXISTS (SELECT 1 
FROM tag AS t8 
WHERE t8.tenant_id = $1::UUID AND ((t8.id) > ($6::UUID)) IS NOT true), 'startCursor'::text, (array_agg(translate(encode(convert_to(CAST(json_build_array('id+>'::text, t6.id) AS TEXT), 'UTF8'), 'base64'), E'+/\n=', '-_') ORDER BY t6._place) FILTER (WHERE t6._place <= 5))[1], 'endCursor'::text, (array_agg(translate(encode(convert_to(CAST(json_build_array('id+>'::text, t6.id) AS TEXT), 'UTF8'), 'base64'), E'+/\n=', '-_') ORDER BY t6._place DESC) FILTER (WHERE t6._place <= 5))[1]) AS "pageInfo", (SELECT count(*) AS count_2 
FROM tag AS t9 
WHERE t9.tenant_id = $1::UUID) AS "totalCount" 
FROM (SELECT row_number() OVER (ORDER BY t5.id ASC) AS _place, t5.tenant_id AS tenant_id, t5.id AS id, t5.external_id AS external_id, t5.created_at AS created_at, t5.updated_at AS updated_at, t5.version AS version, t5.name AS name, t5.name_folded AS name_folded, t5.colour AS colour, t5.description AS description 
FROM tag AS t5 
WHERE t5.tenant_id = $1::UUID AND (t5.id) > ($7::UUID) ORDER BY t5.id ASC 
 LIMIT 6) AS t6 
HAVING true) AS t10) AS f1

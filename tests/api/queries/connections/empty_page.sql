SELECT (SELECT row_to_json(t$4) AS row_to_json_1 
FROM (SELECT coalesce(json_agg((SELECT row_to_json(t$2) AS row_to_json_2 
FROM (SELECT t$1.name AS "name") AS t$2) ORDER BY t$1._place) FILTER (WHERE t$1._place <= 20), '[]'::json) AS "nodes", coalesce(json_agg(json_build_object('cursor'::text, translate(encode(convert_to(CAST(json_build_array('id+>'::text, t$1.id) AS TEXT), 'UTF8'), 'base64'), E'+/\n=', '-_')) ORDER BY t$1._place) FILTER (WHERE t$1._place <= 20), '[]'::json) AS "edges", (SELECT count(*) AS count_1 
FROM customer AS t$3 
WHERE t$3.tenant_id = $1::UUID AND t$3.name_folded = $2::VARCHAR COLLATE "C" AND t$3.name = $3::VARCHAR COLLATE "C") AS "totalCount", json_build_object('hasNextPage'::text, count(*) > 20, 'hasPreviousPage'::text, false, 'startCursor'::text, (array_agg(translate(encode(convert_to(CAST(json_build_array('id+>'::text, t$1.id) AS TEXT), 'UTF8'), 'base64'), E'+/\n=', '-_') ORDER BY t$1._place) FILTER (WHERE t$1._place <= 20))[1], 'endCursor'::text, (array_agg(translate(encode(convert_to(CAST(json_build_array('id+>'::text, t$1.id) AS TEXT), 'UTF8'), 'base64'), E'+/\n=', '-_') ORDER BY t$1._place DESC) FILTER (WHERE t$1._place <= 20))[1]) AS "pageInfo" 
FROM (SELECT row_number() OVER (ORDER BY t$0.id ASC) AS _place, t$0.tenant_id AS tenant_id, t$0.id AS id, t$0.external_id AS external_id, t$0.created_at AS created_at, t$0.updated_at AS updated_at, t$0.version AS version, t$0.kind AS kind, t$0.stage AS stage, t$0.name AS name, t$0.name_folded AS name_folded, t$0.title AS title, t$0.given_name AS given_name, t$0.family_name AS family_name, t$0.family_name_folded AS family_name_folded, t$0.email AS email, t$0.email_folded AS email_folded, t$0.phone AS phone, t$0.birth_date AS birth_date, t$0.gender AS gender, t$0.street AS street, t$0.city AS city, t$0.region AS region, t$0.postal_code AS postal_code, t$0.country AS country, t$0.language AS language, t$0.job_title AS job_title, t$0.industry AS industry, t$0.company_id AS company_id 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID AND t$0.name_folded = $4::VARCHAR COLLATE "C" AND t$0.name = $5::VARCHAR COLLATE "C" ORDER BY t$0.id ASC 
 LIMIT 21) AS t$1 
HAVING true) AS t$4) AS f0, (SELECT row_to_json(t$10) AS row_to_json_3 
FROM (SELECT coalesce(json_agg((SELECT row_to_json(t$7) AS row_to_json_4 
FROM (SELECT t$6.name AS "name") AS t$7) ORDER BY t$6._place) FILTER (WHERE t$6._place <= 5), '[]'::json) AS "nodes", json_build_object('hasNextPage'::text, count(*) > 5, 'hasPreviousPage'::text, EXISTS (SELECT 1 
FROM tag AS t$8 
WHERE t$8.tenant_id = $1::UUID AND ((t$8.id) > ($6::UUID)) IS NOT true), 'startCursor'::text, (array_agg(translate(encode(convert_to(CAST(json_build_array('id+>'::text, t$6.id) AS TEXT), 'UTF8'), 'base64'), E'+/\n=', '-_') ORDER BY t$6._place) FILTER (WHERE t$6._place <= 5))[1], 'endCursor'::text, (array_agg(translate(encode(convert_to(CAST(json_build_array('id+>'::text, t$6.id) AS TEXT), 'UTF8'), 'base64'), E'+/\n=', '-_') ORDER BY t$6._place DESC) FILTER (WHERE t$6._place <= 5))[1]) AS "pageInfo", (SELECT count(*) AS count_2 
FROM tag AS t$9 
WHERE t$9.tenant_id = $1::UUID) AS "totalCount" 
FROM (SELECT row_number() OVER (ORDER BY t$5.id ASC) AS _place, t$5.tenant_id AS tenant_id, t$5.id AS id, t$5.external_id AS external_id, t$5.created_at AS created_at, t$5.updated_at AS updated_at, t$5.version AS version, t$5.name AS name, t$5.name_folded AS name_folded, t$5.colour AS colour, t$5.description AS description 
FROM tag AS t$5 
WHERE t$5.tenant_id = $1::UUID AND (t$5.id) > ($7::UUID) ORDER BY t$5.id ASC 
 LIMIT 6) AS t$6 
HAVING true) AS t$10) AS f1

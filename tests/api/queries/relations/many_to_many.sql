SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$7), '[]'::json) AS coalesce_1 
FROM (SELECT t$0.name AS "name", (SELECT coalesce(json_agg(t$3), '[]'::json) AS coalesce_2 
FROM (SELECT t$1.name AS "name" 
FROM tag AS t$1 
WHERE t$1.tenant_id = $1::UUID AND t$1.id IN (SELECT t$2.tag_id 
FROM customer_tag AS t$2 
WHERE t$2.tenant_id = $1::UUID AND t$2.customer_id = t$0.id) ORDER BY t$1.name_folded ASC, t$1.id ASC 
 LIMIT 100) AS t$3) AS "tags", (SELECT coalesce(json_agg(t$6), '[]'::json) AS coalesce_3 
FROM (SELECT t$4.name AS "name" 
FROM segment AS t$4 
WHERE t$4.tenant_id = $1::UUID AND t$4.id IN (SELECT t$5.segment_id 
FROM customer_segment AS t$5 
WHERE t$5.tenant_id = $1::UUID AND t$5.customer_id = t$0.id) ORDER BY t$4.id ASC 
 LIMIT 100) AS t$6) AS "segments" 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID ORDER BY t$0.id ASC 
 LIMIT 2) AS t$7)) AS f0, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$16), '[]'::json) AS coalesce_4 
FROM (SELECT t$8.name AS "name", (SELECT row_to_json(t$15) AS row_to_json_1 
FROM (SELECT (SELECT count(*) AS count_1 
FROM customer AS t$12 
WHERE t$12.tenant_id = $1::UUID AND t$12.id IN (SELECT t$13.customer_id 
FROM customer_tag AS t$13 
WHERE t$13.tenant_id = $1::UUID AND t$13.tag_id = t$8.id)) AS "totalCount", coalesce(json_agg((SELECT row_to_json(t$14) AS row_to_json_2 
FROM (SELECT t$11.name AS "name") AS t$14) ORDER BY t$11._place) FILTER (WHERE t$11._place <= 1), '[]'::json) AS "nodes", json_build_object('hasNextPage'::text, count(*) > 1) AS "pageInfo" 
FROM (SELECT row_number() OVER (ORDER BY t$9.id ASC) AS _place, t$9.tenant_id AS tenant_id, t$9.id AS id, t$9.external_id AS external_id, t$9.created_at AS created_at, t$9.updated_at AS updated_at, t$9.version AS version, t$9.kind AS kind, t$9.stage AS stage, t$9.name AS name, t$9.name_folded AS name_folded, t$9.title AS title, t$9.given_name AS given_name, t$9.family_name AS family_name, t$9.family_name_folded AS family_name_folded, t$9.email AS email, t$9.email_folded AS email_folded, t$9.phone AS phone, t$9.birth_date AS birth_date, t$9.gender AS gender, t$9.street AS street, t$9.city AS city, t$9.region AS region, t$9.postal_code AS postal_code, t$9.country AS country, t$9.language AS language, t$9.job_title AS job_title, t$9.industry AS industry, t$9.company_id AS company_id 
FROM customer AS t$9 
WHERE t$9.tenant_id = $1::UUID AND t$9.id IN (SELECT t$10.customer_id 
FROM customer_tag AS t$10 
WHERE t$10.tenant_id = $1::UUID AND t$10.tag_id = t$8.id) ORDER BY t$9.id ASC 
 LIMIT 2) AS t$11 
HAVING true) AS t$15) AS "customers" 
FROM tag AS t$8 
WHERE t$8.tenant_id = $1::UUID ORDER BY t$8.id ASC 
 LIMIT 3) AS t$16)) AS f1, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$25), '[]'::json) AS coalesce_5 
FROM (SELECT t$17.name AS "name", t$17.status AS "status", t$17.settings AS "settings", t$17.result AS "result", (SELECT coalesce(json_agg(t$24), '[]'::json) AS coalesce_6 
FROM (SELECT t$18.name AS "name", t$18.profile AS "profile", json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$21), '[]'::json) AS coalesce_7 
FROM (SELECT t$19.name AS "name" 
FROM customer AS t$19 
WHERE t$19.tenant_id = $1::UUID AND t$19.id IN (SELECT t$20.customer_id 
FROM customer_segment AS t$20 
WHERE t$20.tenant_id = $1::UUID AND t$20.segment_id = t$18.id) ORDER BY t$19.id ASC 
 LIMIT 101) AS t$21), 'totalCount'::text, (SELECT count(*) AS count_2 
FROM customer AS t$22 
WHERE t$22.tenant_id = $1::UUID AND t$22.id IN (SELECT t$23.customer_id 
FROM customer_segment AS t$23 
WHERE t$23.tenant_id = $1::UUID AND t$23.segment_id = t$18.id))) AS "members" 
FROM segment AS t$18 
WHERE t$18.tenant_id = $1::UUID AND t$18.segmentation_id = t$17.id ORDER BY t$18.position ASC, t$18.id ASC 
 LIMIT 2) AS t$24) AS "segments" 
FROM segmentation AS t$17 
WHERE t$17.tenant_id = $1::UUID ORDER BY t$17.id ASC 
 LIMIT 2) AS t$25)) AS f2

SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t7), '[]'::json) AS coalesce_1 
FROM (SELECT t0.name AS "name", (SELECT coalesce(json_agg(t3), '[]'::json) AS coalesce_2 
FROM (SELECT t1.name AS "name" 
FROM tag AS t1 
WHERE t1.tenant_id = $1::UUID AND t1.id IN (SELECT t2.tag_id 
FROM customer_tag AS t2 
WHERE t2.tenant_id = $1::UUID AND t2.customer_id = t0.id) ORDER BY t1.name_folded ASC, t1.id ASC 
 LIMIT 100) AS t3) AS "tags", (SELECT coalesce(json_agg(t6), '[]'::json) AS coalesce_3 
FROM (SELECT t4.name AS "name" 
FROM segment AS t4 
WHERE t4.tenant_id = $1::UUID AND t4.id IN (SELECT t5.segment_id 
FROM customer_segment AS t5 
WHERE t5.tenant_id = $1::UUID AND t5.customer_id = t0.id) ORDER BY t4.id ASC 
 LIMIT 100) AS t6) AS "segments" 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID ORDER BY t0.id ASC 
 LIMIT 2) AS t7)) AS f0, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t16), '[]'::json) AS coalesce_4 
FROM (SELECT t8.name AS "name", (SELECT row_to_json(t15) AS row_to_json_1 
FROM (SELECT (SELECT count(*) AS count_1 
FROM customer AS t12 
WHERE t12.tenant_id = $1::UUID AND t12.id IN (SELECT t13.customer_id 
FROM customer_tag AS t13 
WHERE t13.tenant_id = $1::UUID AND t13.tag_id = t8.id)) AS "totalCount", coalesce(json_agg((SELECT row_to_json(t14) AS row_to_json_2 
FROM (SELECT t11.name AS "name") AS t14) ORDER BY t11._place) FILTER (WHERE t11._place <= 1), '[]'::json) AS "nodes", json_build_object('hasNextPage'::text, count(*) > 1) AS "pageInfo" 
FROM (SELECT row_number() OVER (ORDER BY t9.id ASC) AS _place, t9.tenant_id AS tenant_id, t9.id AS id, t9.external_id AS external_id, t9.created_at AS created_at, t9.updated_at AS updated_at, t9.version AS version, t9.kind AS kind, t9.stage AS stage, t9.name AS name, t9.name_folded AS name_folded, t9.given_name AS given_name, t9.family_name AS family_name, t9.family_name_folded AS family_name_folded, t9.email AS email, t9.email_folded AS email_folded, t9.phone AS phone, t9.birth_date AS birth_date, t9.gender AS gender, t9.street AS street, t9.city AS city, t9.region AS region, t9.postal_code AS postal_code, t9.country AS country, t9.language AS language, t9.job_title AS job_title, t9.industry AS industry, t9.company_id AS company_id 
FROM customer AS t9 
WHERE t9.tenant_id = $1::UUID AND t9.id IN (SELECT t10.customer_id 
FROM customer_tag AS t10 
WHERE t10.tenant_id = $1::UUID AND t10.tag_id = t8.id) ORDER BY t9.id ASC 
 LIMIT 2) AS t11 
HAVING true) AS t15) AS "customers" 
FROM tag AS t8 
WHERE t8.tenant_id = $1::UUID ORDER BY t8.id ASC 
 LIMIT 3) AS t16)) AS f1, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t25), '[]'::json) AS coalesce_5 
FROM (SELECT t17.name AS "name", t17.status AS "status", t17.settings AS "settings", t17.result AS "result", (SELECT coalesce(json_agg(t24), '[]'::json) AS coalesce_6 
FROM (SELECT t18.name AS "name", t18.profile AS "profile", json_build_object('nodes'::text, (SELECT coalesce(json_agg(t21), '[]'::json) AS coalesce_7 
FROM (SELECT t19.name AS "name" 
FROM customer AS t19 
WHERE t19.tenant_id = $1::UUID AND t19.id IN (SELECT t20.customer_id 
FROM customer_segment AS t20 
WHERE t20.tenant_id = $1::UUID AND t20.segment_id = t18.id) ORDER BY t19.id ASC 
 LIMIT 101) AS t21), 'totalCount'::text, (SELECT count(*) AS count_2 
FROM customer AS t22 
WHERE t22.tenant_id = $1::UUID AND t22.id IN (SELECT t23.customer_id 
FROM customer_segment AS t23 
WHERE t23.tenant_id = $1::UUID AND t23.segment_id = t18.id))) AS "members" 
FROM segment AS t18 
WHERE t18.tenant_id = $1::UUID AND t18.segmentation_id = t17.id ORDER BY t18.position ASC, t18.id ASC 
 LIMIT 2) AS t24) AS "segments" 
FROM segmentation AS t17 
WHERE t17.tenant_id = $1::UUID ORDER BY t17.id ASC 
 LIMIT 2) AS t25)) AS f2
